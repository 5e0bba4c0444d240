// An agenda goes out once, by hand or by itself; what changes later is told in one note, however many changes there were.
import { countOf } from '../boards/index.ts';
import { type LocalDate, sayDate } from '../calendar/index.ts';
import { subjectOf } from '../chat/refs.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { dayOf } from '../store/days.ts';
import { isShortNotice, publishOn } from './notice.ts';
import { type Meeting, saveMeeting } from './records.ts';
import { isPending, type Publishing, publishing } from './rules.ts';
import { tell, type Work } from './telling.ts';

/** Five changes within a few minutes are one note: it waits this long for the others. */
export const GATHERING_MS = 15 * 60_000;

/** Send an agenda out, or what has changed since; says what that was and how many people are told. */
export async function publish(work: Work, meeting: Meeting): Promise<{ kind: Publishing; told: number }> {
  const kind = publishing(meeting, work.now);
  // Whoever has got a seat since the agenda went out is sent it now.
  if (kind === 'unchanged') return { kind, told: await tell(work, meeting) };
  const revision = meeting.agendaRevision + 1;
  await saveMeeting(work.tx, meeting, { agendaRevision: revision, publishedAt: work.now });
  await work.happened({
    event: 'agenda.published',
    subject: subjectOf('MTG', meeting.id),
    before: { agendaRevision: meeting.agendaRevision },
    after: { agendaRevision: revision, ...(kind === 'again' ? { revision, follows: meeting.agendaRevision } : {}) },
  });
  await work.outbox.refresh(subjectOf('MTG', meeting.id));
  return { kind, told: await tell(work, meeting, kind === 'again' ? { change: `r${revision}` } : undefined) };
}

/** When the agenda of a meeting goes out by itself. */
export function publishedBy({ partnership }: Pick<Work, 'partnership'>, meeting: Meeting): LocalDate {
  const template = boardTemplate(partnership.framework, meeting.board.template);
  return publishOn(dayOf(meeting.heldOn), template, partnership.calendar);
}

/** Send out the agenda of a meeting that was called with no time left to wait; says so, or when it goes out by itself. */
export async function publishIfDue(work: Work, meeting: Meeting): Promise<string> {
  if (meeting.agendaRevision > 0) return '';
  const on = publishedBy(work, meeting);
  if (on > work.today)
    return ` I send the agenda out on ${sayDate(on)}; “agenda publish” does it sooner. Add items with “agenda add”.`;
  const { told } = await publish(work, meeting);
  return ` The agenda goes to ${countOf(told, 'person', 'people')}${andChannel(meeting)} now.${shortNotice(work, meeting, work.today)}`;
}

/** A sentence for people who are called later than usual, or none. */
export function shortNotice(
  { partnership }: Pick<Work, 'partnership'>,
  meeting: Meeting,
  calledOn: LocalDate | undefined,
): string {
  const template = boardTemplate(partnership.framework, meeting.board.template);
  if (calledOn === undefined || !isShortNotice(calledOn, dayOf(meeting.heldOn), template, partnership.calendar))
    return '';
  return ` This is shorter notice than the usual ${countOf(template.agendaNoticeWorkingDays, 'working day')}.`;
}

/** Where else an agenda goes. */
export function andChannel(meeting: Meeting): string {
  return meeting.board.channelConversationId === null ? '' : ' and to the board’s channel';
}

/**
 * Keep that the agenda changes. Those who have it see it at once and hear of it in one short note, a while after the first of
 * several changes. Returns the revision in which they hear of it; 0 while nobody has the agenda.
 */
export async function noteChange(work: Work, meeting: Meeting): Promise<number> {
  const { tx, now } = work;
  if (meeting.agendaRevision === 0 || isPending(meeting, now)) {
    // Two who change an agenda at the same instant do it one after the other.
    await saveMeeting(tx, meeting, {});
    return meeting.agendaRevision;
  }
  const revision = meeting.agendaRevision + 1;
  const at = new Date(now.getTime() + GATHERING_MS);
  await saveMeeting(tx, meeting, { agendaRevision: revision, publishedAt: at });
  await tell(work, meeting, { change: `r${revision}`, at });
  return revision;
}
