// Presses in Slack, as Slack signs them, by the members who were shown an agenda.
import { MEMBERS, SLACK_TEAM } from '../bench/cast.ts';
import { type Maker, newId, once, signed, slash } from '../bench/load.ts';

const TITLE = 'I will be there';

interface Block {
  type: string;
  block_id?: string;
  elements?: { type: string; action_id?: string; text?: { text?: string } }[];
}

/** Each connection is one member, who presses the button of the agenda that they were shown. */
export async function slackPressesOf(url: string, town: { responseUrl: string }): Promise<Maker> {
  const buttons: Record<string, unknown>[] = [];
  for (const member of MEMBERS) {
    const { blocks = [] } = JSON.parse(await once(url, slash(member, 'agenda show Challenge Board'))) as {
      blocks?: Block[];
    };
    const found = blocks.flatMap(({ block_id, elements = [] }) =>
      elements.filter((one) => one.type === 'button' && one.text?.text === TITLE).map((one) => ({ ...one, block_id })),
    );
    if (!found[0]) throw new Error(`There is no agenda to answer: ${JSON.stringify(blocks).slice(0, 500)}`);
    buttons.push(found[0]);
  }
  return (connection) => {
    const at = connection % MEMBERS.length;
    const { slack: id } = MEMBERS[at]!;
    const chat = `D${id.slice(1)}`;
    const payload = {
      type: 'block_actions',
      team: { id: SLACK_TEAM, domain: 'bench' },
      enterprise: null,
      is_enterprise_install: false,
      api_app_id: 'ABENCH',
      user: { id, team_id: SLACK_TEAM },
      container: { type: 'message', message_ts: '1.0', channel_id: chat, is_ephemeral: true },
      channel: { id: chat, name: 'directmessage' },
      state: { values: {} },
      trigger_id: newId(),
      response_url: town.responseUrl,
      actions: [{ ...buttons[at], action_ts: newId() }],
    };
    return signed(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  };
}
