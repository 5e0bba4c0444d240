// What each table holds on people, and what becomes of it when somebody is forgotten. A table that is not named here stops
// the export and the erasure: `test/security/personal-data.test.ts` compares it with the schema, column by column.
import { Prisma } from '../store/generated/client.ts';

/** Somebody, and where they write from: a chat of their own is theirs also after they have left. */
export interface Whose {
  id: number;
  conversations: number[];
}

export interface Held {
  /** What its rows are, as a heading. */
  title: string;
  /** Columns with a person's id. */
  by: string[];
  /** Rows that belong to somebody in another way; `t` is the table. */
  also?: (whose: Whose) => Prisma.Sql;
  /** What becomes of the rows that belong to somebody who is erased: removed, or these columns emptied. */
  erased?: 'removed' | Record<string, Emptied>;
  /** Words that somebody wrote for themselves rather than for the record, with the column that says who. */
  ownWords?: Record<string, string>;
}

/** A column's value afterwards; `id` is the row's number. */
type Emptied = null | '' | '{}' | 'gone' | 'erased-id';

const inOwnChat = (whose: Whose) => Prisma.sql`t."conversationId" = any (${whose.conversations}::int[])`;

/** Every table, in the order in which rows are removed. */
export const CATALOGUE: Record<string, Held> = {
  Person: {
    title: 'The person',
    by: [],
    also: ({ id }) => Prisma.sql`t.id = ${id}`,
    // The name becomes the pseudonym.
    erased: { email: null, importKey: null },
  },
  JoinAttempt: {
    title: 'Tries to join',
    by: [],
    also: ({ id }) => Prisma.sql`exists (select 1 from "Identity" i where i."personId" = ${id}
      and i.platform = t.platform and i.tenant = t.tenant and i."userId" = t."userId")`,
    erased: 'removed',
  },
  Identity: {
    title: 'Who Teams or Slack says they are, and the address that they read at',
    by: ['personId'],
    erased: 'removed',
  },
  JoinCode: { title: 'Codes to join with (only their hashes)', by: ['personId'], erased: 'removed' },
  PastedList: { title: 'Lists that they pasted', by: ['personId'], erased: 'removed' },
  SelfCheck: { title: 'Checks of Convenor that they asked for', by: ['personId'], erased: 'removed' },
  Question: { title: 'Questions that a typed word answers', by: ['personId'], erased: 'removed' },
  Receipt: { title: 'Answers that they got', by: ['personId'], erased: 'removed' },
  MailInvitation: { title: 'Invitations by e-mail', by: ['personId'], erased: 'removed' },
  MailLink: {
    title: 'Links in e-mails (only their hashes)',
    by: ['personId'],
    also: inOwnChat,
    erased: 'removed',
  },
  MailSession: { title: 'Browsers that opened a link', by: ['personId'], also: inOwnChat, erased: 'removed' },
  WebMessage: { title: 'The chat on their page', by: ['personId', 'onlyForId'], also: inOwnChat, erased: 'removed' },
  CardToken: {
    title: 'Buttons of their cards',
    by: [],
    also: (whose) => Prisma.sql`t."copyId" in (select k.id from "CardCopy" k where k."viewerId" = ${whose.id}
      or k."conversationId" = any (${whose.conversations}::int[]))`,
    erased: 'removed',
  },
  CardCopy: {
    title: 'Cards that were posted to them',
    by: ['viewerId'],
    also: inOwnChat,
    erased: { messageId: null, lastError: null, nonce: '', state: 'gone' },
  },
  Outbox: {
    title: 'Messages to them',
    by: ['personId'],
    also: inOwnChat,
    erased: { messageId: null, reason: null, doubt: null, takenBy: null, afterKeys: '{}' },
  },
  Sight: { title: 'What they looked at', by: ['personId'] },
  Conversation: {
    title: 'Chats with Convenor',
    by: ['personId'],
    also: ({ conversations }) => Prisma.sql`t.id = any (${conversations}::int[])`,
    erased: { externalId: 'erased-id', tenant: '', name: null, address: '{}', unreachableReason: null, personId: null },
  },
  RoleHeld: { title: 'Roles', by: ['personId'] },
  Seat: { title: 'Seats at boards', by: ['personId'] },
  Board: { title: 'Boards that they set up', by: ['setUpById'] },
  AgendaItem: { title: 'Agenda items that they added', by: ['addedById'] },
  Attendance: { title: 'Whether they come to meetings, or were there', by: ['personId'] },
  Action: {
    title: 'Actions that they own, added or did',
    by: ['ownerId', 'doneById', 'createdById'],
    ownWords: { evidence: 'doneById' },
  },
  ActionAsk: {
    title: 'Requests for another date or owner',
    by: ['askedById', 'decidedById'],
    ownWords: { reason: 'askedById', words: 'decidedById' },
  },
  Reminder: { title: 'What they were reminded of', by: ['personId'] },
  Minutes: { title: 'Minutes that they wrote', by: ['clerkId'] },
  MinutesRevision: { title: 'Texts of minutes that they made', by: ['madeById'] },
  MinutesApprover: { title: 'Minutes that they were asked to approve', by: ['personId'] },
  MinutesCorrection: { title: 'What they wrote to minutes', by: ['personId'], ownWords: { words: 'personId' } },
  MinutesApproval: {
    title: 'What they decided about minutes',
    by: ['personId'],
    erased: { messageId: null },
    ownWords: { words: 'personId' },
  },
  Round: { title: 'Rounds of grades that they opened', by: ['openedById'] },
  SelfEvaluation: { title: 'Schools’ grades that they sent', by: ['submittedById'] },
  SelfEvaluationGrade: { title: 'Grades that they gave for a school', by: ['gradedById'] },
  CategoryDecision: {
    title: 'Categories that they recommended or confirmed',
    by: ['recommendedById', 'confirmedById'],
  },
  Alert: { title: 'Alerts that they acknowledged', by: ['acknowledgedById'] },
  AuditEvent: {
    title: 'What they did, and what was done about them',
    by: ['actorId'],
    also: ({ id }) => Prisma.sql`t.subject = ${`person:${id}`}`,
  },
  // Nobody's own; where a name stands in them it is found as a mention.
  Partnership: { title: 'Partnerships', by: [] },
  TermYear: { title: 'Term dates', by: [] },
  KnownTenant: { title: 'Tenants and workspaces', by: [] },
  SlackInstallation: { title: 'Workspaces in which the Slack app is installed', by: [] },
  SlackInstallState: { title: 'Used links to install the Slack app', by: [] },
  School: { title: 'Schools', by: [] },
  BoardMember: { title: 'Schools at boards', by: [] },
  Meeting: { title: 'Meetings', by: [] },
  JobSlot: { title: 'Turns of the daily work', by: [] },
  JobRun: { title: 'How the daily work went', by: [] },
  Setting: { title: 'Settings', by: [] },
};

/** Which rows of a table, called `t`, belong to somebody; undefined for a table that is nobody's own. */
export function belongsTo(table: string, whose: Whose): Prisma.Sql | undefined {
  const { by, also } = heldIn(table);
  const ways = by.map((column) => Prisma.sql`t.${Prisma.raw(`"${column}"`)} = ${whose.id}`);
  if (also) ways.push(also(whose));
  return ways.length === 0 ? undefined : Prisma.sql`(${Prisma.join(ways, ' or ')})`;
}

/** What a table holds on people. Throws for a table of which nobody has said it. */
export function heldIn(table: string): Held {
  const held = CATALOGUE[table];
  if (!held)
    throw new Error(`Nobody has said yet what the table ${table} holds on people (src/personal/catalogue.records.ts).`);
  return held;
}
