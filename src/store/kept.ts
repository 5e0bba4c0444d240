// What was read lately. The same question on the same snapshot has the same answer: nothing was committed in between.

const MOST = 200;

interface Answered<T> {
  /** The snapshot (`SNAPSHOT`) on which it was given, or an older one: once something is committed it never comes again. */
  snapshot: string;
  answer: T;
}

/** Answers by their questions, the newest of each; only for as many questions as are asked again and again. */
export interface Kept<T> {
  find(question: string): Answered<T> | undefined;
  keep(question: string, answered: Answered<T>): void;
}

export function keepAnswers<T>(): Kept<T> {
  const kept = new Map<string, Answered<T>>();
  return {
    find: (question) => kept.get(question),
    keep(question, answered) {
      if (kept.size >= MOST && !kept.has(question)) kept.clear();
      kept.set(question, answered);
    },
  };
}
