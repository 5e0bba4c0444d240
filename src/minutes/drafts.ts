// Drafts that are due: who is reminded of them, what waits for a clerk, and what the next meeting confirms.
import { countOf, listSeatHolders } from '../boards/index.ts';
import { addDays, instantAt, type LocalDate, sayDate } from '../calendar/index.ts';
import type { Actor, AgendaPaper, HomeItem, Job, JobContext, Reading } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { draftDueOn, draftWarnOn, morning, runnersOf } from '../meetings/index.ts';
import { dayOf } from '../store/days.ts';
import { listUncirculated, listUnconfirmed, type Undrafted } from './drafts.records.ts';
import { meetingInWords } from './words.ts';

// A meeting that is longer ago has been missed by more people than a clerk: status and the agenda tell of it.
const CHASED_DAYS = 60;

/**
 * Remind whoever writes the minutes two working days before the draft is due (template, F-05), and them and the chair on the
 * working day after it was: each once for a meeting.
 */
const chaseDrafts = morning('chaseDrafts', 'Drafts of minutes', async (context) => {
  const { today, partnership } = context;
  for (const one of await listUncirculated(context.tx, { partnershipId: partnership.id, since: sinceOf(today) })) {
    const heldOn = dayOf(one.heldOn);
    const kind = boardTemplate(partnership.framework, one.template);
    const dueOn = draftDueOn(heldOn, kind, partnership.calendar);
    if (today > dueOn) await remind(context, one, 'late');
    else if (today >= draftWarnOn(heldOn, kind, partnership.calendar)) await remind(context, one, 'soon', dueOn);
  }
});

async function remind(
  { tx, today, outbox, partnership }: JobContext,
  { meetingId, boardId }: Undrafted,
  when: 'soon' | 'late',
  dueOn: LocalDate = addDays(today, CHASED_DAYS),
): Promise<void> {
  const holders = await listSeatHolders(tx, boardId, today);
  // The chair hears only once the clerk has been reminded and the day has passed.
  const told = when === 'soon' ? runnersOf(holders) : [...runnersOf(holders), ...holders.filter((one) => one.isChair)];
  for (const personId of new Set(told.map((one) => one.personId)))
    await outbox.post({
      key: `minutes-due:${refOf('MTG', meetingId)}:${when}:${personId}`,
      card: 'minutes-due',
      subject: subjectOf('MTG', meetingId),
      to: { personId },
      validUntil: instantAt(addDays(dueOn, 1), '00:00', partnership.timeZone),
    });
}

/** Minutes that a clerk has to write; drafts are among what waits for them already. */
export async function draftItems({ tx, today, partnership, actor }: Reading & { actor: Actor }): Promise<HomeItem[]> {
  const boardIds = actor.seats.filter((seat) => seat.isClerk || seat.isChair).map((seat) => seat.boardId);
  if (boardIds.length === 0) return [];
  const open = await listUncirculated(tx, { partnershipId: partnership.id, since: sinceOf(today), boardIds });
  const items: HomeItem[] = [];
  for (const { meetingId, boardId, board, heldOn, template: kind } of open.filter((one) => one.minutesId === null)) {
    const runners = runnersOf(await listSeatHolders(tx, boardId, today));
    if (!runners.some((one) => one.personId === actor.personId)) continue;
    items.push({
      kind: 'action',
      title: `Write the minutes: ${meetingInWords(board, dayOf(heldOn))}`,
      dueOn: draftDueOn(dayOf(heldOn), boardTemplate(partnership.framework, kind), partnership.calendar),
      hint: `Press “Write the minutes” on its card, or type “minutes write ${refOf('MTG', meetingId)}” and the text behind it.`,
      card: { card: 'meeting', subject: subjectOf('MTG', meetingId) },
    });
  }
  return items;
}

// The count above them says if there are more.
const MOST_LISTED = 6;

/** What the next meeting has to confirm, for its agenda. */
export async function minutesPaper({ tx }: Reading, boardId: number): Promise<AgendaPaper[]> {
  const open = await listUnconfirmed(tx, boardId);
  if (open.length === 0) return [];
  return [
    {
      title: `${countOf(open.length, 'set')} of minutes to confirm`,
      lines: open.slice(0, MOST_LISTED).map(({ id, state, heldOn }) => ({
        what: `${refOf('MIN', id)} of ${sayDate(dayOf(heldOn))}`,
        who: state === 'agreed' ? 'agreed in chat' : 'still with those who approve them',
      })),
    },
  ];
}

const sinceOf = (today: LocalDate) => addDays(today, -CHASED_DAYS);

export const draftJobs: Job[] = [chaseDrafts];
