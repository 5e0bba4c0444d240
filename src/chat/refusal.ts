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
