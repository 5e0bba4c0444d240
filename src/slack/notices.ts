// What a press in the Home tab or a shortcut brings. A card goes to the Messages tab, which nobody sees from the Home tab: a small window
// says at once that it is there. What is only said stands in the window itself.
import type { Answer } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import type { Clients } from './clients.ts';
import { outcomeOf } from './failures.ts';
import { toModal, toNotice } from './modal.ts';
import { type Origin, type Replies, sentenceOf, wayBack } from './replies.ts';
import { inTime } from './work.ts';

export interface Notices {
  /** Give what was answered, and say in a window where it is. */
  give(origin: Origin, answering: Promise<Answer>, messagesTab: string | undefined): Promise<void>;
  /** Open the form that was answered, with the words of a message in it; or say in a window what was answered instead. */
  openForm(origin: Origin, answering: Promise<Answer>, words: string | undefined): Promise<void>;
  /** Say something in a window. */
  say(origin: Origin, said: string): Promise<void>;
}

// A window opens within three seconds of a press, or not at all.
const SOON_MS = 1800;

const IT_IS_THERE = 'It is in your Messages tab now.';
const NOT_IN_TIME = 'The form did not open in time. Choose the shortcut again.';
const NOT_THERE = 'Slack did not take it. Please try again, or type home in the Messages tab.';

interface Brought {
  words: string;
  /** What the press brought stands in the chat; the words only say so. */
  isInChat: boolean;
}

/** Open the windows in which presses in the Home tab are answered. */
export function openNotices({ clients, replies, log }: { clients: Clients; replies: Replies; log: Log }): Notices {
  /** Open a window. Its id, or undefined when it did not open. */
  async function open({ triggerId, place }: Origin, view: ReturnType<typeof toNotice>): Promise<string | undefined> {
    if (triggerId === undefined) return undefined;
    try {
      const web = await clients.of(place.tenant);
      return (await web.views.open({ trigger_id: triggerId, view })).view?.id;
    } catch (error) {
      log.warn({ platform: 'slack', reason: outcomeOf(error, 'post').reason }, 'a window did not open');
      return undefined;
    }
  }

  async function change({ place }: Origin, id: string, view: ReturnType<typeof toNotice>): Promise<void> {
    const web = await clients.of(place.tenant);
    await web.views.update({ view_id: id, view });
  }

  /** Put what belongs there in the chat, and find what is to be said of it. */
  async function bring({ triggerId: _forTheWindow, ...chat }: Origin, answer: Answer): Promise<Brought> {
    if (answer.card === undefined && answer.form === undefined)
      return { words: sentenceOf(answer) ?? 'Done.', isInChat: false };
    const isInChat = await replies.give(chat, answer);
    return { words: isInChat ? IT_IS_THERE : NOT_THERE, isInChat };
  }

  return {
    async give(origin, answering, messagesTab) {
      const link = messagesTab === undefined ? undefined : { title: 'Open the Messages tab', url: messagesTab };
      const viewOf = ({ words, isInChat }: Brought) => toNotice(words, isInChat ? link : undefined);
      const bringing = answering.then((answer) => bring(origin, answer));
      const soon = await inTime(bringing, SOON_MS);
      const id = await open(origin, soon === undefined ? toNotice('Working on it…') : viewOf(soon));
      const brought = soon ?? (await bringing);
      if (id === undefined && !brought.isInChat) await replies.say(origin, brought.words);
      // Closed meanwhile; what it brought is in the chat.
      if (id !== undefined && soon === undefined) await change(origin, id, viewOf(brought)).catch(() => {});
    },

    async openForm(origin, answering, words) {
      const from = { ...wayBack(origin), ...(words === undefined ? {} : { words }) };
      const saidOf = (answer: Answer) => sentenceOf(answer) ?? 'Done.';
      const viewOf = (answer: Answer) =>
        answer.form === undefined ? toNotice(saidOf(answer)) : toModal(answer.form, from);
      const soon = await inTime(answering, SOON_MS);
      // The same press, heard again: its form is open already.
      if (soon?.isRepeated) return;
      const id = await open(origin, soon === undefined ? toNotice('Working on it…') : viewOf(soon));
      const answer = soon ?? (await answering);
      if (id === undefined) await replies.say(origin, answer.form === undefined ? saidOf(answer) : NOT_IN_TIME);
      // Closed meanwhile: nobody waits for it any more.
      else if (soon === undefined) await change(origin, id, viewOf(answer)).catch(() => {});
    },

    async say(origin, said) {
      if ((await open(origin, toNotice(said))) === undefined) await replies.say(origin, said);
    },
  };
}
