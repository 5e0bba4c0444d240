// Whom to call Slack as: every call asks for the client of the workspace that it is for, at the time it is made.
import type { WebClient } from './client.ts';
import { outcomeOf } from './failures.ts';

/** The ways to Slack, one a workspace. */
export interface Clients {
  /**
   * The client that speaks for Convenor in a workspace. `tenant` is the workspace's id (T…), or the organisation's (E…)
   * where Slack names no workspace: the tenant of a place or a sender. Rejects when there is no token for it; then nothing
   * was sent. Ask again for each call, since a token may be another one by then.
   */
  of(tenant: string): Promise<WebClient>;
  /** Why Slack cannot be called now, or undefined when it can. */
  trouble(): Promise<string | undefined>;
}

/** One token for whatever workspace is heard. `works` is told once which that is, as soon as Slack accepts the token. */
export function oneClient(web: WebClient, works: (tenant: string) => Promise<void>): Clients {
  let isTold = false;
  // That the database does not hear it is no trouble of Slack's: it is told at the next look.
  const tell = (tenant: string) =>
    works(tenant).then(
      () => {
        isTold = true;
      },
      () => undefined,
    );
  return {
    of: async () => web,
    async trouble() {
      try {
        const told = await web.auth.test();
        if (!isTold && told.team_id !== undefined) await tell(told.team_id);
        return undefined;
      } catch (error) {
        const outcome = outcomeOf(error, 'edit');
        return outcome.kind === 'later' && outcome.afterMs !== undefined ? undefined : outcome.reason;
      }
    },
  };
}
