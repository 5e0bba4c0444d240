import { sayDate } from '../calendar/index.ts';
import { type Feature, statusPart } from '../chat/contract.ts';
import { agendaCommands } from './agenda.ts';
import { agendaKind } from './agenda-card.ts';
import { attendCommands } from './attend.ts';
import { meetingCommands } from './commands.ts';
import { meetingsHear } from './hearing.ts';
import { heldCommands } from './held.ts';
import { meetingItems } from './home.ts';
import { itemCommands } from './items.ts';
import { meetingJobs } from './jobs.ts';
import { meetingKind } from './meeting-card.ts';
import { movingCommands } from './moving.ts';
import { type NextFacts, nextFacts } from './records.ts';
import { unheldCommands } from './unheld.ts';
import { updatedKind } from './updated-card.ts';
import { warningCards } from './warning-cards.ts';

export { attendanceOf, thereInWords } from './attendance.ts';
export { draftDueOn, draftWarnOn, morning } from './notice.ts';
export {
  findLatestMeeting,
  findNextMeeting,
  getMeeting,
  listPlanned,
  type Meeting,
  type NextFacts,
  nextFacts,
} from './records.ts';
export { runnersOf } from './telling.ts';

// As many as a phone shows of them at a glance.
const NAMED = 3;

/** The feature, with those whose items and papers its agendas carry. */
export function meetingsFeature(contributors: () => Feature[]): Feature {
  return {
    name: 'meetings',
    commands: [
      ...meetingCommands,
      ...heldCommands,
      ...unheldCommands,
      ...movingCommands,
      ...agendaCommands,
      ...itemCommands,
      ...attendCommands,
    ],
    cards: [agendaKind(contributors), updatedKind, meetingKind, ...warningCards],
    jobs: meetingJobs,
    on: meetingsHear,
    homeItems: meetingItems,
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
