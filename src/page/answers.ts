// What the door answers becomes messages, so that a reload shows the same conversation.
import type { Answer, Door, Place } from '../chat/contract.ts';
import { type Drawing, summaryOf } from './draw.ts';
import type { PageCard } from './messages.ts';
import type { NewRow, Records, Row } from './records.ts';

/** Who is on the page, and in which chat. */
export interface Visitor {
  persona: { personId: number };
  place: Place;
  conversationId: number;
}

export interface Answering {
  visit: Visitor;
  /** The request's key: what is written for it is written once. */
  key: string;
  answer: Answer;
  /** The message that was pressed, as it was before. */
  pressed?: Row | undefined;
}

export type Answers = ReturnType<typeof openAnswers>;

export function openAnswers(house: { records: Records; draw: Drawing; door: Door; now(): Date }) {
  const { records, draw, door } = house;

  async function write(
    { visit, key, answer }: Answering,
    what: string,
    said: { text: string; card?: PageCard; isPrivate?: boolean },
  ) {
    const isPrivate = visit.place.kind !== 'personal' && (said.isPrivate ?? answer.isPrivate);
    const row: NewRow = {
      conversationId: visit.conversationId,
      text: said.text,
      ...(said.card ? { card: said.card } : {}),
      ...(isPrivate ? { onlyForId: visit.persona.personId } : {}),
      at: house.now(),
      key: `${key}:${what}`,
    };
    return records.write(row);
  }

  async function newest({ answer, pressed }: Answering): Promise<Row | undefined> {
    if (!pressed?.card) return undefined;
    // Only if nobody was faster: an edit that came meanwhile shows something at least as new.
    if (answer.replaces && pressed.card.copyId === (answer.replaces.copyId ?? null))
      return records.replace(
        pressed.id,
        { text: summaryOf(answer.replaces), card: draw.card(answer.replaces) },
        pressed.change,
      );
    if (pressed.card.kind === 'form' && answer.outcome === 'done' && !answer.fieldErrors)
      return records.replace(pressed.id, { text: `Form sent: ${pressed.card.title}`, card: null }, pressed.change);
    return undefined;
  }

  return {
    /** Keep an answer as messages; returns those that are new or changed, in the order of the chat. */
    async keep(answering: Answering): Promise<Row[]> {
      const { answer } = answering;
      const replaced = await newest(answering);
      const kept: Row[] = replaced ? [replaced] : [];

      // What is wrong with a form stands at the form, not in the chat.
      if (answer.said !== undefined && !answer.fieldErrors)
        kept.push((await write(answering, 'said', { text: answer.said })).row);
      if (answer.card) {
        const { row, isNew } = await write(answering, 'card', {
          text: summaryOf(answer.card),
          card: draw.card(answer.card),
        });
        kept.push(row);
        if (isNew && answer.card.copyId !== undefined && !answer.card.isFleeting)
          await door.shown(answer.card.copyId, String(row.id));
      }
      if (answer.form) {
        const card = draw.form(answer.form);
        kept.push((await write(answering, 'form', { text: card.title, card, isPrivate: true })).row);
      }
      return kept;
    },
  };
}
