// Which board a typed item is for, and who leads it: "Year 9 attendance, led by Grace Lim, for Marsh Lane".
import { listSeatHolders } from '../boards/index.ts';
import type { Actor, Context, Reading } from '../chat/contract.ts';
import { Refusal } from '../chat/refusal.ts';
import { getPersonNamed } from '../people/index.ts';
import { boardMeant } from './finding.ts';
import type { Meeting } from './records.ts';
import { splitBoard, splitLead } from './words.ts';

/** The item's title and which board it is for. "for …" names a board only if there is one: it may be part of the title. */
export async function placeItem<
  I extends {
    title?: string | undefined;
    boardId?: number | undefined;
    board?: string | undefined;
    meetingId?: number | undefined;
  },
>(input: I, reading: Reading, actor: Actor): Promise<I> {
  const { text, board } = splitBoard(` ${input.title ?? ''}`);
  if (input.boardId !== undefined || input.meetingId !== undefined || input.board || board === undefined) return input;
  try {
    await boardMeant({ board }, reading, actor);
    return { ...input, title: text, board };
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || actor.seats.length !== 1) throw refusal;
    return input;
  }
}

/**
 * Who leads an item: whoever asks for it, unless somebody with a seat is named. "led by …" names somebody only if there is
 * such a person: it may be part of the title.
 */
export async function leadOf(
  { tx, today, partnership, actor }: Context,
  meeting: Meeting,
  title: string,
  named: string | undefined,
): Promise<{ title: string; lead: string }> {
  const holders = await listSeatHolders(tx, meeting.boardId, today);
  const chosen = holders.find(({ personId }) => String(personId) === named);
  if (chosen) return { title, lead: chosen.name };
  const split = named ? { text: title, lead: named } : splitLead(title);
  if (split.lead === undefined) return { title, lead: actor.name };
  try {
    const among = holders.map(({ personId }) => personId);
    const { name } = await getPersonNamed(tx, split.lead, { partnershipId: partnership.id, today, among });
    return { title: split.text, lead: name };
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || named) throw refusal;
    return { title, lead: actor.name };
  }
}
