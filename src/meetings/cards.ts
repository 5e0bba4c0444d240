import { z } from 'zod';
import { countOpenInWords, listForAgenda } from '../actions/index.ts';
import { countOf, listSeatHolders } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import type { CardKind, Feature, ShowContext } from '../chat/contract.ts';
import { listInWords, roleLabel } from '../chat/permission.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { dayOf } from '../store/days.ts';
import { contributedItems } from './contributed.ts';
import { type Answer, getMeeting, listAnswers, listItems, type Meeting } from './records.ts';
import { leadInWords } from './rules.ts';

const Item = z.strictObject({ number: z.string(), title: z.string(), lead: z.string() });
const Line = z.strictObject({ what: z.string(), who: z.string() });
const Common = {
  ref: z.string(),
  board: z.string(),
  when: z.string(),
  place: z.string(),
  hasPlace: z.boolean(),
  items: z.array(Item),
  hasItems: z.boolean(),
  isEmpty: z.boolean(),
  fallback: z.string(),
};

const openAgenda = template(
  'agenda',
  z.strictObject({
    ...Common,
    notice: z.string(),
    hasNotice: z.boolean(),
    actions: z.array(Line),
    hasActions: z.boolean(),
    actionsTitle: z.string(),
    coming: z.string(),
    yours: z.string(),
    hasYours: z.boolean(),
    meetingId: z.number(),
    boardId: z.number(),
  }),
);

const settledAgenda = template('agenda-settled', z.strictObject({ ...Common, outcome: z.string() }));

const agendaCard = (contributors: () => Feature[]): CardKind => ({
  name: 'agenda',
  async show(subject, context) {
    const meeting = await getMeeting(context.tx, idIn(subject));
    const common = await commonOf(context, meeting, contributors());
    const answers = await listAnswers(context.tx, meeting.id);
    if (meeting.state !== 'planned' || dayOf(meeting.heldOn) < context.today)
      return {
        card: settledAgenda({ ...common, outcome: outcomeOf(meeting, answers) }),
        revision: meeting.agendaRevision,
        isSettled: true,
      };
    const mine = answers.find((one) => one.personId === context.viewerId)?.answer;
    const actions = await listForAgenda(context, meeting.boardId);
    const notice = noticeOf(meeting);
    const card = openAgenda({
      ...common,
      notice,
      hasNotice: notice !== '',
      actions: actions.map(({ what, who }) => ({ what, who })),
      hasActions: actions.length > 0,
      actionsTitle: await countOpenInWords(context, meeting.boardId),
      coming: await comingInWords(context, meeting, answers),
      yours:
        mine === undefined ? '' : mine === 'coming' ? 'You said that you will be there.' : 'You sent your apologies.',
      hasYours: mine !== undefined,
      meetingId: meeting.id,
      boardId: meeting.boardId,
    });
    return { card, revision: meeting.agendaRevision };
  },
});

async function commonOf(context: ShowContext, meeting: Meeting, contributors: Feature[]) {
  const holders = await listSeatHolders(context.tx, meeting.boardId, context.today);
  const label = (role: string) => roleLabel(context.partnership.framework, role);
  const own = await listItems(context.tx, meeting.id);
  const others = meeting.state === 'planned' ? await contributedItems(contributors, context, meeting.boardId) : [];
  const items = [...own, ...others].slice(0, 40).map((item, index) => ({
    number: `${index + 1}.`,
    title: item.title,
    lead: leadInWords(item.lead, holders, label),
  }));
  const when = `${sayDate(dayOf(meeting.heldOn))}, ${meeting.startsAt}`;
  return {
    ref: refOf('MTG', meeting.id),
    board: meeting.board.name,
    when,
    place: meeting.place,
    hasPlace: meeting.place !== '',
    items,
    hasItems: items.length > 0,
    isEmpty: items.length === 0,
    fallback: `Agenda: ${meeting.board.name}, ${when}`.slice(0, 300),
  };
}

function noticeOf(meeting: Meeting): string {
  if (meeting.agendaRevision === 0) return 'Not published yet: nobody has been sent it.';
  if (meeting.publishedAt === null) return 'Changed since it was published.';
  return meeting.agendaRevision > 1 ? 'Changed after it was first published.' : '';
}

function outcomeOf(meeting: Meeting, answers: { answer: Answer }[]): string {
  if (meeting.state === 'cancelled') return 'This meeting was called off.';
  const coming = answers.filter((one) => one.answer === 'coming').length;
  const said = `${countOf(coming, 'person', 'people')} had said they would come.`;
  return meeting.state === 'held' ? `This meeting was held. ${said}` : `The day of this meeting is over. ${said}`;
}

async function comingInWords(
  context: ShowContext,
  meeting: Meeting,
  answers: { personId: number; name: string; answer: Answer }[],
): Promise<string> {
  const holders = await listSeatHolders(context.tx, meeting.boardId, context.today);
  const seated = answers.filter((one) => holders.some((holder) => holder.personId === one.personId));
  const names = (answer: Answer) => seated.filter((one) => one.answer === answer).map((one) => one.name);
  const [coming, away] = [names('coming'), names('apologies')];
  // On a board of thirty the names would push the agenda off the screen.
  const list = (people: string[]) => (people.length === 0 || people.length > 8 ? '' : ` (${listInWords(people)})`);
  const waiting = holders.length - seated.length;
  return `Coming: ${coming.length} of ${holders.length}${list(coming)}. Apologies: ${away.length}${list(away)}. No answer yet: ${waiting}.`;
}

const updatedNote = template(
  'agenda-updated',
  z.strictObject({
    title: z.string(),
    board: z.string(),
    said: z.string(),
    meetingId: z.number(),
    fallback: z.string(),
  }),
);

const updated: CardKind = {
  name: 'agenda-updated',
  async show(subject, context) {
    const meeting = await getMeeting(context.tx, idIn(subject));
    const isOff = subject.endsWith(':off');
    const isNewest = isOff
      ? meeting.state === 'cancelled'
      : meeting.state === 'planned' && subject.endsWith(`:r${meeting.agendaRevision}`);
    // A newer note says it better, and after the meeting nobody needs it.
    if (!isNewest || dayOf(meeting.heldOn) < context.today) return undefined;
    const count = (await listItems(context.tx, meeting.id)).length;
    const day = sayDate(dayOf(meeting.heldOn));
    const when = `${day}, ${meeting.startsAt}${meeting.place === '' ? '' : `, ${meeting.place}`}`;
    const card = updatedNote({
      title: isOff ? 'The meeting is called off' : 'The agenda has changed',
      board: meeting.board.name,
      said: isOff
        ? `The meeting on ${day} will not take place.`
        : `The board meets on ${when}, with ${countOf(count, 'item')} on the agenda. Your copy of the agenda shows the change.`,
      meetingId: meeting.id,
      fallback: `${isOff ? 'Called off' : 'Agenda changed'}: ${meeting.board.name}, ${day}`.slice(0, 300),
    });
    return { card, revision: 0 };
  },
};

/** The cards of meetings; an agenda asks the contributors what belongs on it. */
export const meetingCards = (contributors: () => Feature[]): CardKind[] => [agendaCard(contributors), updated];
