// What stands on an agenda: added by members, taken off, put in another place.
import { z } from 'zod';
import { aboutBoard, MAY_RUN, OFFICE } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, type Context, command } from '../chat/contract.ts';
import { subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { dayOf } from '../store/days.ts';
import { MeetingWords } from './agenda.ts';
import { MOST_ITEMS } from './agenda-items.ts';
import { boardMeant, plannedOf } from './finding.ts';
import { itemForm } from './forms.ts';
import { leadOf, placeItem } from './placing.ts';
import { noteChange } from './publishing.ts';
import { addItem, listItems, type Meeting, orderItems, removeItem } from './records.ts';
import { splitBoard } from './words.ts';

const ItemNumber = z.coerce
  .number({ error: 'Give the item’s number on the agenda.' })
  .int('Give the item’s number on the agenda.')
  .min(1, 'Give the item’s number on the agenda.');

const add = command({
  name: 'agenda.add',
  help: 'Put something on the agenda of your board’s next meeting.',
  typed: {
    words: 'agenda add',
    usage: 'agenda add ITEM, led by NAME, for BOARD',
    example: 'agenda add Year 9 attendance for Marsh Lane',
    parse: (rest) => (rest === '' ? {} : { title: rest }),
  },
  input: MeetingWords.extend({
    title: z.string().trim().max(200, 'Please say it in at most 200 letters: an agenda item is a title.').optional(),
    lead: z.string().trim().max(200, 'That is too long for a name.').optional(),
  }),
  may: [
    { seats: ['any'], where: 'board' },
    { roles: OFFICE, where: 'partnership' },
  ],
  about: async (input, reading, actor) =>
    aboutBoard(await boardMeant(await placeItem(input, reading, actor), reading, actor)),
  async run(input, context) {
    const { tx, actor } = context;
    const { title: typed, lead: named, ...meant } = await placeItem(input, context, actor);
    const meeting = await plannedOf(meant, context, actor);
    if (!typed) return { form: await itemForm(context, meeting, actor), isPrivate: true };
    if ((await listItems(tx, meeting.id)).length >= MOST_ITEMS)
      throw new Refusal(
        `This agenda has ${MOST_ITEMS} items, which is as much as one meeting can hold. Ask for a later meeting, or let the clerk take an item off first: “agenda remove”.`,
      );
    const { title, lead } = await leadOf(context, meeting, typed, named);
    const revision = await noteChange(context, meeting);
    const item = await addItem(tx, { meetingId: meeting.id, title, lead, addedById: actor.personId });
    await keep(context, meeting, { after: { added: item.id, title, lead, ...of(revision) } });
    const number = (await listItems(tx, meeting.id)).length;
    const whose = lead === actor.name ? '' : ` ${lead} leads it.`;
    return {
      said: `Added as item ${number} for ${sayDate(dayOf(meeting.heldOn))}: ${title}.${whose}${toldOf(revision)}`,
      isPrivate: true,
    };
  },
});

const remove = command({
  name: 'agenda.remove',
  help: 'Take an item off the agenda, by its number: one that you asked for, or any for the clerk and the chair.',
  typed: {
    words: 'agenda remove',
    usage: 'agenda remove NUMBER for BOARD',
    example: 'agenda remove 5 for Marsh Lane',
    parse(rest) {
      const { text, board } = splitBoard(rest);
      return { number: text, ...(board ? { board } : {}) };
    },
  },
  input: MeetingWords.extend({ number: ItemNumber }),
  may: [...MAY_RUN, { where: 'own' }],
  async about({ number, ...input }, reading, actor) {
    const about = aboutBoard(await boardMeant(input, reading, actor));
    // Whoever asked for an item may take it back; who may not hears so before they hear what stands there.
    const item = (await listItems(reading.tx, (await plannedOf(input, reading, actor)).id))[number - 1];
    return { ...about, ...(item?.addedById ? { personId: item.addedById } : {}) };
  },
  async run({ number, ...input }, context) {
    const { tx } = context;
    const meeting = await plannedOf(input, context, context.actor);
    const item = itemAt(await listItems(tx, meeting.id), number);
    const revision = await noteChange(context, meeting);
    await removeItem(tx, item.id);
    await keep(context, meeting, { before: { removed: item.id, title: item.title }, after: of(revision) });
    return {
      said: `Taken off the agenda: ${item.title}. The items after it move up.${toldOf(revision)}`,
      isPrivate: true,
    };
  },
});

const move = command({
  name: 'agenda.move',
  help: 'Put an item of the agenda in another place.',
  typed: {
    words: 'agenda move',
    usage: 'agenda move NUMBER to NUMBER for BOARD',
    example: 'agenda move 12 to 3 for Marsh Lane',
    parse(rest) {
      const { text, board } = splitBoard(rest);
      const [number, to] = text.split(/\s+(?:to|before)\s+/i);
      return { number, ...(to ? { to } : {}), ...(board ? { board } : {}) };
    },
  },
  input: MeetingWords.extend({ number: ItemNumber, to: ItemNumber }),
  may: MAY_RUN,
  about: async (input, reading, actor) => aboutBoard(await boardMeant(input, reading, actor)),
  async run({ number, to, ...input }, context) {
    const { tx } = context;
    const meeting = await plannedOf(input, context, context.actor);
    const items = await listItems(tx, meeting.id);
    const item = itemAt(items, number);
    const place = itemAt(items, to);
    if (item.id === place.id) return { said: `Item ${number} stands there already.`, isPrivate: true };
    const revision = await noteChange(context, meeting);
    const others = items.filter(({ id }) => id !== item.id);
    await orderItems(
      tx,
      others.toSpliced(to - 1, 0, item).map(({ id }) => id),
    );
    await keep(context, meeting, { after: { moved: item.id, title: item.title, to, ...of(revision) } });
    return { said: `Item ${number} is item ${to} now: ${item.title}.${toldOf(revision)}`, isPrivate: true };
  },
});

function itemAt<T>(items: T[], number: number): T {
  const item = items[number - 1];
  if (item) return item;
  throw new Refusal(
    `The agenda has no item ${number} that can be changed. Type “agenda show” to see the numbers; what the board still has to do stands at its end by itself.`,
  );
}

/** Write down a change, and let everybody's agenda show it. */
async function keep(
  { outbox, happened }: Context,
  meeting: Meeting,
  change: Pick<Parameters<Context['happened']>[0], 'before' | 'after'>,
): Promise<void> {
  const subject = subjectOf('MTG', meeting.id);
  await happened({ event: 'agenda.changed', subject, ...change });
  await outbox.refresh(subject);
}

const of = (revision: number): Record<string, number> => (revision === 0 ? {} : { revision });

const toldOf = (revision: number) =>
  revision === 0 ? '' : ' Everybody’s agenda shows it, and a short note follows in a quarter of an hour.';

export const itemCommands: Command[] = [add, remove, move];
