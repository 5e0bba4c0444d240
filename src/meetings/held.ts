// A meeting was held, and who was there.
import { z } from 'zod';
import { aboutBoard, MAY_RUN } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import { type Command, type Context, command } from '../chat/contract.ts';
import { Ref, refOf, splitRef, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { getPersonNamed } from '../people/index.ts';
import { dayOf } from '../store/days.ts';
import { type Presence, saveAnswer } from './attendance.records.ts';
import { type Attendance, attendanceOf, thereInWords } from './attendance.ts';
import { draftDueOn } from './notice.ts';
import { presentForm } from './present-form.ts';
import { getMeeting, getMeetingLocked, type Meeting, saveMeeting } from './records.ts';

const held = command({
  name: 'meeting.held',
  help: 'Record that a meeting was held.',
  typed: {
    words: 'meeting held',
    usage: 'meeting held MTG-3',
    example: 'meeting held MTG-3',
    parse: (rest) => ({ meetingId: splitRef('MTG', rest)[0] ?? rest }),
  },
  input: z.object({ meetingId: Ref('MTG') }),
  may: MAY_RUN,
  about: async ({ meetingId }, { tx }) => aboutBoard((await getMeeting(tx, meetingId)).board),
  async run({ meetingId }, context) {
    const { tx, today, partnership, outbox, happened, messageId } = context;
    const meeting = await getMeeting(tx, meetingId);
    const ref = refOf('MTG', meeting.id);
    const heldOn = dayOf(meeting.heldOn);
    // A press shows its own card anew; typed words get one to look at.
    const card = messageId === undefined ? { card: { card: 'meeting', subject: subjectOf('MTG', meeting.id) } } : {};
    if (meeting.state === 'held') return { said: `${ref} is already marked as held.`, ...card, isPrivate: true };
    if (meeting.state === 'cancelled') throw new Refusal(`${ref} was called off. Type “meeting add” to plan another.`);
    if (heldOn > today) throw new Refusal(`${ref} is on ${sayDate(heldOn)}, which is still to come.`);
    const { coming, apologies } = await attendanceOf(context, meeting);
    await saveMeeting(tx, meeting, { state: 'held' });
    const ids = (people: { personId: number }[]) => people.map(({ personId }) => personId);
    await happened({
      event: 'meeting.held',
      subject: subjectOf('MTG', meeting.id),
      before: { state: meeting.state },
      after: { state: 'held', coming: ids(coming), apologies: ids(apologies) },
    });
    await outbox.refresh(subjectOf('MTG', meeting.id));
    await outbox.refresh(subjectOf('BRD', meeting.boardId));
    const template = boardTemplate(partnership.framework, meeting.board.template);
    const due = sayDate(draftDueOn(heldOn, template, partnership.calendar));
    return {
      said: `${ref} of ${meeting.board.name} is marked as held. On its card you can say who was there, add an action and write the minutes; or type “minutes write ${ref}” and paste them behind it. The draft is due by ${due}.`,
      ...card,
      isPrivate: true,
    };
  },
});

const present = command({
  name: 'meeting.present',
  help: 'Record who was at a meeting; everybody else with a seat was not there, or sent apologies.',
  typed: {
    words: 'meeting present',
    usage: 'meeting present MTG-3 NAME, NAME',
    example: 'meeting present MTG-3 Ada Okafor, Ben Hughes',
    parse(rest) {
      const [ref, names] = splitRef('MTG', rest);
      return { ...(ref ? { meetingId: ref } : {}), ...(names === '' ? {} : { names }) };
    },
  },
  // A form has one input for each person: `p12` for the person 12.
  input: z
    .object({
      meetingId: Ref('MTG'),
      names: z.string().trim().max(2000, 'That are too many names.').optional(),
      part: z.number().int().min(1).max(20).optional(),
    })
    .catchall(z.enum(['present', 'apologies', 'absent']).or(z.literal('')).or(z.undefined())),
  may: MAY_RUN,
  about: async ({ meetingId }, { tx }) => aboutBoard((await getMeeting(tx, meetingId)).board),
  async run({ meetingId, names, part, ...chosen }, context) {
    // Two who record who was there do it one after the other.
    const meeting = await getMeetingLocked(context.tx, meetingId);
    checkHeld(meeting);
    const before = await attendanceOf(context, meeting);
    if (names === undefined && part === undefined) {
      const form = presentForm(meeting, before.members, 1);
      if (form) return { form, isPrivate: true };
      throw new Refusal(`Nobody had a seat on ${meeting.board.name} that day, so there is nobody to record.`);
    }
    const answers = names === undefined ? readChosen(before, chosen) : await readNames(context, before, names);
    await record(context, meeting, answers);
    const after = await attendanceOf(context, meeting);
    const next = part === undefined ? undefined : presentForm(meeting, after.members, part + 1);
    if (next) return { form: next, isPrivate: true };
    return {
      said: `Recorded for ${refOf('MTG', meeting.id)}. ${thereInWords(after)} The quorum ${after.quorumWords}.`,
      isPrivate: true,
    };
  },
});

function checkHeld({ id, state }: Meeting): void {
  const ref = refOf('MTG', id);
  if (state === 'cancelled') throw new Refusal(`${ref} was called off, so nobody was there.`);
  if (state === 'planned')
    throw new Refusal(`${ref} is not marked as held. When it was, type “meeting held ${ref}”; then say who was there.`);
}

function readChosen({ members }: Attendance, chosen: Record<string, unknown>): Map<number, Presence> {
  const answers = new Map<number, Presence>();
  for (const { personId } of members) {
    const answer = chosen[`p${personId}`];
    if (answer) answers.set(personId, answer as Presence);
  }
  return answers;
}

/** Who is named was there; whoever is not has sent apologies before, or was not there. */
async function readNames(
  { tx, today, partnership }: Context,
  { members }: Attendance,
  names: string,
): Promise<Map<number, Presence>> {
  const among = members.map(({ personId }) => personId);
  const there = new Set<number>();
  const isAll = /^(all|every(body|one))$/i.test(names);
  for (const name of isAll ? [] : names.split(/\s*(?:[,;\n]|\band\b)\s*/i).filter(Boolean))
    there.add((await getPersonNamed(tx, name, { partnershipId: partnership.id, today, among, left: among })).id);
  return new Map(
    members.map(({ personId, answer }) => {
      if (isAll || there.has(personId)) return [personId, 'present'];
      return [personId, answer === 'apologies' ? 'apologies' : 'absent'];
    }),
  );
}

async function record(context: Context, meeting: Meeting, answers: Map<number, Presence>): Promise<void> {
  const { tx, now, happened, outbox } = context;
  const changed: Record<string, { from: string | null; to: string }> = {};
  for (const [personId, answer] of answers) {
    const from = await saveAnswer(tx, meeting.id, personId, answer, now);
    if (from !== answer) changed[personId] = { from: from ?? null, to: answer };
  }
  if (Object.keys(changed).length === 0) return;
  await happened({ event: 'attendance.recorded', subject: subjectOf('MTG', meeting.id), after: { changed } });
  await outbox.refresh(subjectOf('MTG', meeting.id));
}

export const heldCommands: Command[] = [held, present];
