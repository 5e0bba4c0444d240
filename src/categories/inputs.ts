import { z } from 'zod';
import { Refusal } from '../chat/refusal.ts';

/** Words of a form or a message, trimmed; refuses what is too long. */
export function words(what: string, most = 2000) {
  return z.string().trim().max(most, `That is too long: keep ${what} shorter.`);
}

/** A refusal that also stands at the field it is about. */
export function onField(field: string, sentence: string): Refusal {
  return new Refusal(sentence, { fieldErrors: { [field]: sentence } });
}
