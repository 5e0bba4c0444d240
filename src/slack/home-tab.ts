// The one place that publishes Home tabs. Each call is made once: delivery decides when a card is shown again.
import type { ShownCard } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import type { Clients } from './clients.ts';
import { outcomeOf } from './failures.ts';
import { toHome, toHomeSentence } from './home.ts';

export interface HomeTab {
  /** Show a person the card that stands in their Home tab; rejects as the call does. */
  show(tenant: string, userId: string, shown: ShownCard): Promise<void>;
  /**
   * Say something in the Home tab of somebody for whom no card stands there. `seen` is the hash of the view that they
   * looked at: what has been put there since is not overwritten.
   */
  say(who: { tenant: string; userId: string }, said: string, seen: string | undefined): Promise<void>;
}

/** Open the way to people's Home tabs. `command` is the slash command, with its slash. */
export function openHomeTab({ clients, command, log }: { clients: Clients; command: string; log: Log }): HomeTab {
  return {
    async show(tenant, userId, shown) {
      const web = await clients.of(tenant);
      await web.views.publish({ user_id: userId, view: toHome(shown, command) });
    },
    async say({ tenant, userId }, said, seen) {
      const hash = seen === undefined ? {} : { hash: seen };
      try {
        const web = await clients.of(tenant);
        await web.views.publish({ user_id: userId, view: toHomeSentence(said, command), ...hash });
      } catch (error) {
        const { kind, reason } = outcomeOf(error, 'edit');
        log.warn({ platform: 'slack', outcome: kind, reason }, 'a Home tab was not shown');
      }
    },
  };
}
