// What a modified client can send: any token, any button, any data, anywhere.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Outside } from '../support/app.ts';
import { actionsOf } from '../support/check-activity.ts';
import { buttonsIn, type SeenMessage } from '../support/fake-slack.ts';
import type { FakeSlackUser } from '../support/slack-client.ts';
import type { FakeTeamsClient } from '../support/teams-client.ts';

/** The token of a card with a button Approve. */
export const tokenOf = (card: Record<string, unknown>): string =>
  String((actionsOf(card).find((action) => action.title === 'Approve')!.data as { t: string }).t);

const approveIn = (message: SeenMessage) => buttonsIn(message).find((button) => button.text.text === 'Approve')!;
/** The same of a message in Slack. */
export const slackToken = (message: SeenMessage): string => (JSON.parse(approveIn(message).value!) as { t: string }).t;

/** Press on the page with a token of one's own choosing. */
export async function pressOnPage(
  around: Outside,
  as: number,
  action: string,
  token: string,
  more: object = {},
): Promise<{ status: number; said: string }> {
  const response = await fetch(`${around.url}/api/local/press`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as, in: `person-${as}`, key: randomUUID(), action, token, ...more }),
  });
  const answer = (await response.json()) as { said?: string; error?: string };
  return { status: response.status, said: answer.said ?? answer.error ?? '' };
}

/** Press in Teams with any data, in any conversation. */
export async function pressInTeams(
  around: Outside,
  client: FakeTeamsClient,
  data: unknown,
  more: object = {},
): Promise<string> {
  const value = { action: { type: 'Action.Execute', id: 'approve', verb: 'approve', data }, trigger: 'manual' };
  const activity = { ...client.message(''), type: 'invoke', name: 'adaptiveCard/action', value, ...more };
  const { status, body } = await around.teams.send(activity);
  expect(status).toBe(200);
  return body;
}

/** Press in Slack with any value. */
export async function pressInSlack(
  user: FakeSlackUser,
  message: SeenMessage,
  change: { value?: string; action_id?: string },
): Promise<void> {
  const forged = structuredClone(message);
  Object.assign(approveIn(forged), change);
  expect((await user.presses(forged, 'Approve')).status).toBe(200);
}
