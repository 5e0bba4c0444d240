// The one place that publishes Home tabs. Each call is made once: delivery decides when a card is shown again.
import type { ShownCard } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import type { WebClient } from './client.ts';
import { outcomeOf } from './failures.ts';
import { toHome, toHomeSentence } from './home.ts';

export interface HomeTab {
  /** Show a person the card that stands in their Home tab; rejects as the call does. */
  show(userId: string, shown: ShownCard): Promise<void>;
  /**
   * Say something in the Home tab of somebody for whom no card stands there. `seen` is the hash of the view that they
   * looked at: what has been put there since is not overwritten.
   */
  say(userId: string, said: string, seen: string | undefined): Promise<void>;
}

/** Open the way to people's Home tabs. `command` is the slash command, with its slash. */
export function openHomeTab({ web, command, log }: { web: WebClient; command: string; log: Log }): HomeTab {
  return {
    async show(userId, shown) {
      await web.views.publish({ user_id: userId, view: toHome(shown, command) });
    },
    async say(userId, said, seen) {
      const hash = seen === undefined ? {} : { hash: seen };
      try {
        await web.views.publish({ user_id: userId, view: toHomeSentence(said, command), ...hash });
      } catch (error) {
        const { kind, reason } = outcomeOf(error, 'edit');
        log.warn({ platform: 'slack', outcome: kind, reason }, 'a Home tab was not shown');
      }
    },
  };
}
