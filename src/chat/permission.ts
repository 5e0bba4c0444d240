import type { About, Actor } from './contract.ts';

/**
 * Who may use a command (DOMAIN 17). A rule matches when the person holds, today, one of the roles in the partnership,
 * at the subject's school, a seat at the subject's board, or when the subject is the person's own.
 */
export type MayRule =
  | { roles: string[]; where: 'partnership' | 'school' }
  | { seats: (string | 'any' | 'chair' | 'clerk')[]; where: 'board' }
  | { where: 'own' };

export type May = 'anyone' | MayRule[];

/** Say whether the person may, by the roles and seats held today. */
export function may(rules: May, actor: Actor, about: About): boolean {
  return rules === 'anyone' || rules.some((rule) => matches(rule, actor, about));
}

/** Whether nothing but an office in the partnership lets the person: then what it is about has to be the partnership's own. */
export function isByOffice(rules: May, actor: Actor, about: About): boolean {
  if (rules === 'anyone') return false;
  return rules.filter((rule) => matches(rule, actor, about)).every((rule) => rule.where === 'partnership');
}

/** Whether a seat is among those that a rule names: any, the chair's, the clerk's, or those of a role. */
export function isAmong(seat: Actor['seats'][number], wanted: string[]): boolean {
  return wanted.some(
    (one) =>
      one === 'any' || (one === 'chair' && seat.isChair) || (one === 'clerk' && seat.isClerk) || one === seat.role,
  );
}

function matches(rule: MayRule, actor: Actor, about: About): boolean {
  switch (rule.where) {
    case 'partnership':
      return actor.roles.some((held) => held.schoolId === null && rule.roles.includes(held.role));
    case 'school':
      return (
        about.schoolId !== undefined &&
        actor.roles.some((held) => held.schoolId === about.schoolId && rule.roles.includes(held.role))
      );
    case 'board':
      return (
        about.boardId !== undefined &&
        actor.seats.some((seat) => seat.boardId === about.boardId && isAmong(seat, rule.seats))
      );
    case 'own':
      return about.personId === actor.personId;
  }
}

/** Say in words who may, for refusals and for docs/permissions.md. */
export function whoMay(rules: May, label: (role: string) => string): string {
  if (rules === 'anyone') return 'everybody';
  return listInWords([...new Set(rules.flatMap((rule) => holders(rule, label)))], 'or');
}

function holders(rule: MayRule, label: (role: string) => string): string[] {
  switch (rule.where) {
    case 'partnership':
      return rule.roles.map((role) => `the ${label(role)}`);
    case 'school':
      return rule.roles.map((role) => `the school’s ${label(role)}`);
    case 'board':
      return rule.seats.map((seat) =>
        seat === 'any' ? 'a member of this board' : `this board’s ${seatInWords(seat, label)}`,
      );
    case 'own':
      return ['the person it belongs to'];
  }
}

function seatInWords(seat: string, label: (role: string) => string): string {
  return seat === 'chair' || seat === 'clerk' ? seat : label(seat);
}

/** Join words as a sentence does: "a, b or c". */
export function listInWords(words: string[], last: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** Join the first of many as a sentence does, and count the others: "a, b and 3 more". */
export function someInWords(words: string[], more: number): string {
  return listInWords(more > 0 ? [...words, `${more} more`] : words);
}

/** A role's title as it stands within a sentence: "chair of governors", "School Improvement Officer". */
export function roleLabel(framework: { roles: Record<string, string> }, role: string): string {
  const label = framework.roles[role] ?? role.toLowerCase().replaceAll('_', ' ');
  // Titles of several capital words keep them; a single capital is only the start of a sentence.
  return /\s[A-Z]/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}
