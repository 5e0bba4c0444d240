// A Teams message that asks for the status, and a press that decides something (an answer to an agenda, by sixteen members of the
// Challenge Board), against a bare CloudAdapter bot that answers both with a constant. Neither checks tokens here.
import { DIRECTOR, MEMBERS } from '../cast.ts';
import { CHANGES_A_SECOND, whileChanging } from '../changing.ts';
import { activity, load, type Maker, message, once } from '../load.ts';
import type { Places } from '../places.ts';
import { type Line, number } from '../report.ts';
import { interleave } from '../rounds.ts';
import { startBare, startConvenor } from '../subjects.ts';

export async function measureTeams(
  places: Places,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Line[]> {
  const databaseUrl = await places.database('teams', { schools: 14, actionsEach: 10 });
  const convenor = await startConvenor({ databaseUrl, slackApiUrl: places.slackApiUrl });
  const bare = await startBare('bot');
  const asks: Maker = () => message(DIRECTOR, places.serviceUrl, 'status');
  await once(convenor.url, asks(0));
  const told = JSON.stringify(places.cards);
  if (!told.includes('Schools by category'))
    throw new Error(`Convenor did not answer with a status: ${told.slice(0, 300)}`);
  const presses = await pressesOf(convenor.url, places);
  const answer = await once(convenor.url, presses(0));
  if (!answer.includes('microsoft.card.adaptive'))
    throw new Error(`Convenor did not take the press: ${answer.slice(0, 500)}`);

  const lines: Line[] = [];
  for (const [measure, make] of [
    ['a Teams message (`status`) answered, against a bare CloudAdapter bot', asks],
    ['an `adaptiveCard/action` invoke that decides something, against the same', presses],
  ] as const) {
    for (const { url } of [convenor, bare]) await load({ url, make, seconds: 2 });
    const [ours, theirs] = await interleave(
      rounds,
      [convenor, bare].map(({ url }) => async () => {
        const { perSecond } = await load({ url, make, seconds });
        const changing = await whileChanging(databaseUrl, () => load({ url, make, seconds }));
        return { perSecond, changing: changing.perSecond };
      }),
    );
    const share = ours!.perSecond / theirs!.perSecond;
    lines.push({
      measure,
      found: `${number(share, 2)} of its requests`,
      target: 'at least 0.33',
      isMet: share >= 0.33,
      figures: `${number(ours!.perSecond)} against ${number(theirs!.perSecond)} a second; ${number(ours!.changing)} while the store changes ${CHANGES_A_SECOND} times a second`,
    });
  }
  await Promise.all([convenor.stop(), bare.stop()]);
  return lines;
}

/** Each connection is one member, who presses the button of the agenda that they were shown. */
export async function pressesOf(url: string, places: Pick<Places, 'cards' | 'serviceUrl'>): Promise<Maker> {
  const members = MEMBERS.slice(0, 16);
  const buttons: Record<string, unknown>[] = [];
  for (const member of members) {
    places.cards.length = 0;
    await once(url, message(member, places.serviceUrl, 'agenda show Challenge Board'));
    const button = /"data":(\{"act":"coming","t":"[^"]+"\})/.exec(JSON.stringify(places.cards))?.[1];
    if (!button) throw new Error(`There is no agenda to answer: ${JSON.stringify(places.cards).slice(0, 500)}`);
    buttons.push(JSON.parse(button));
  }
  return (connection) => {
    const at = connection % members.length;
    return activity(members[at]!, places.serviceUrl, {
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: 'm-1',
      value: { action: { type: 'Action.Execute', verb: buttons[at]!['act'], data: buttons[at] }, trigger: 'manual' },
    });
  };
}
