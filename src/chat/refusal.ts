/**
 * A rule said no. The message is written for the person and tells them what to do next.
 * Whatever the command wrote before is undone, unless `keep` says that it must stay (a counted attempt).
 */
export class Refusal extends Error {
  readonly fieldErrors: Record<string, string> | undefined;
  readonly keep: boolean;

  constructor(message: string, options: { fieldErrors?: Record<string, string>; keep?: boolean } = {}) {
    super(message);
    this.name = 'Refusal';
    this.fieldErrors = options.fieldErrors;
    this.keep = options.keep ?? false;
  }
}

/** Someone else saved the row first; the door runs the command again on what is there now. */
export class Conflict extends Error {
  constructor(what: string) {
    super(`${what} was changed by someone else at the same moment`);
    this.name = 'Conflict';
  }
}

/** Somebody else was faster, or two transactions stood in each other's way: the next try sees what is there now. */
export function isPassing(fault: unknown): boolean {
  if (fault instanceof Conflict) return true;
  const code = (fault as { code?: string }).code;
  // P2002: two first visits made the same row; P2034, 40P01, 40001: write conflict or deadlock.
  if (code === 'P2002' || code === 'P2034') return true;
  return /40P01|40001|deadlock/.test(String((fault as Error).message));
}
