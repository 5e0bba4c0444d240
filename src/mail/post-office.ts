// Who takes a letter: a mail server, or a folder of files where nobody is to be written to.
import type { Outcome } from '../chat/contract.ts';

/** A finished message: its envelope, and the text with its headers as it goes out. */
export interface Letter {
  from: string;
  to: string;
  /** With its angle brackets: `<…@convenor.example>`. */
  messageId: string;
  raw: Buffer;
}

/** Takes letters. Never throws and never tries again by itself. */
export interface PostOffice {
  send(letter: Letter): Promise<Outcome>;
  /** Why no letter can be sent now, or undefined when one can. */
  trouble(): Promise<string | undefined>;
}
