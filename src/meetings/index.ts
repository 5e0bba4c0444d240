import { z } from 'zod';
import { actions } from '../actions/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Context, type Feature, type Happening, type HomeItem, statusPart } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { dayOf } from '../store/days.ts';
import { agendaCommands } from './agenda.ts';
import { attendCommands } from './attend.ts';
import { meetingCards } from './cards.ts';
import { meetingCommands } from './commands.ts';
import { movingCommands } from './moving.ts';
import { findNextMeeting, listAnswers, listPlanned, type NextFacts, nextFacts } from './records.ts';

export {
  findLatestMeeting,
  findNextMeeting,
  getMeeting,
  listPlanned,
  type Meeting,
  type NextFacts,
  nextFacts,
} from './records.ts';

/** The agenda lists the board's open actions, so it shows what became of them. */
async function refreshAgenda({ after }: Happening, { tx, today, outbox }: Omit<Context, 'also'>): Promise<void> {
  const { boardId } = z.looseObject({ boardId: z.number() }).parse(after);
  const next = await findNextMeeting(tx, boardId, today);
  if (next && next.agendaRevision > 0) await outbox.refresh(subjectOf('MTG', next.id));
}

// As many as a phone shows of them at a glance.
const NAMED = 3;

/** The feature, with those whose items its agendas carry. */
export function meetingsFeature(contributors: () => Feature[]): Feature {
  return {
    name: 'meetings',
    commands: [...meetingCommands, ...movingCommands, ...agendaCommands, ...attendCommands],
    cards: meetingCards(contributors),
    on: {
      'action.added': refreshAgenda,
      'action.done': refreshAgenda,
      'action.moved': refreshAgenda,
      'action.reassigned': refreshAgenda,
    },
    async homeItems({ tx, today, partnership, actor }) {
      const boardIds = [...new Set(actor.seats.map((seat) => seat.boardId))];
      const planned = await listPlanned(tx, { partnershipId: partnership.id, today, boardIds, isPublished: true });
      const items: HomeItem[] = [];
      for (const meeting of planned) {
        if ((await listAnswers(tx, meeting.id)).some((one) => one.personId === actor.personId)) continue;
        items.push({
          kind: 'question',
          title: `Say whether you are coming: ${meeting.board.name}`,
          dueOn: dayOf(meeting.heldOn),
          hint: `Press a button on the agenda, or type “agenda attend yes ${refOf('MTG', meeting.id)}”.`,
          card: { card: 'agenda', subject: subjectOf('MTG', meeting.id) },
        });
      }
      return items;
    },
    statusParts: ({ today, partnership, schoolId }) => [
      statusPart(nextFacts(partnership.id, today, NAMED, schoolId), ({ count, first }: NextFacts) => {
        const name = (board: string) => (schoolId === undefined ? `${board}, ` : '');
        const lines = (first ?? []).map(({ board, on, at }) => `${name(board)}${sayDate(on)} at ${at}`);
        const more = count > NAMED ? `; and ${count - NAMED} more` : '';
        const value = lines.length === 0 ? 'none planned' : `${lines.join('; ')}${more}`;
        return [{ order: 30, title: 'Next meetings', value }];
      }),
    ],
  };
}

export const meetings: Feature = meetingsFeature(() => [actions]);
