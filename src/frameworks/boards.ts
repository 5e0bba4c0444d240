import * as z from 'zod';

/** Sources are silent on quorum, notice and approval (RES-38): what we fill in is shown as a default. */
export const Basis = z.enum(['SOURCE', 'DEFAULT_NOT_FROM_A_SOURCE']);
export type Basis = z.infer<typeof Basis>;

export const SeatTemplate = z.strictObject({
  key: z.string(),
  title: z.string(),
  role: z.string(),
  /** Roles that may fill the seat instead, such as an academy's sponsor for its chair of governors. */
  otherRoles: z.array(z.string()).default([]),
  /** One such seat for each member of this kind; without it, one for the board. */
  perMember: z.enum(['SCHOOL', 'LOCAL_AUTHORITY']).optional(),
  /** More than one person may hold it: "governors". */
  many: z.boolean().default(false),
  required: z.boolean(),
});
export type SeatTemplate = z.infer<typeof SeatTemplate>;

export const AgendaItemTemplate = z.strictObject({
  title: z.string(),
  /** A role id, or CHAIR for whoever chairs the board. */
  leadRole: z.string(),
  /** Written in a source, rather than implied by one (DOMAIN 16, E or I). */
  explicit: z.boolean(),
  decision: z.boolean().default(false),
  /** Names schools at risk: shown to members only. */
  restricted: z.boolean().default(false),
  /** Only when the school is in one of these categories. */
  onlyInCategories: z.array(z.string()).optional(),
});
export type AgendaItemTemplate = z.infer<typeof AgendaItemTemplate>;

export const AgendaTemplate = z.strictObject({
  name: z.string(),
  /** The months whose meetings use it, 1 to 12; without months, every other meeting does. */
  months: z.array(z.int().min(1).max(12)).optional(),
  items: z.array(AgendaItemTemplate).min(1),
});
export type AgendaTemplate = z.infer<typeof AgendaTemplate>;

export const Cadence = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('HALF_TERM'), least: z.int().min(1), basis: Basis }),
  z.strictObject({ every: z.literal('TERM'), least: z.int().min(1), basis: Basis }),
  z.strictObject({ every: z.literal('YEAR'), inMonths: z.array(z.int().min(1).max(12)).min(1), basis: Basis }),
  z.strictObject({ every: z.literal('DAYS'), days: z.int().min(1), basis: Basis }),
]);
export type Cadence = z.infer<typeof Cadence>;

export const Quorum = z.strictObject({
  chair: z.boolean(),
  /** From each group, so many people must be there: seats are named by key. */
  groups: z.array(z.strictObject({ title: z.string(), seats: z.array(z.string()).min(1), least: z.int().min(1) })),
  /** The share of filled seats that must be there, rounded up. */
  share: z.number().gt(0).max(1).optional(),
  basis: Basis,
});
export type Quorum = z.infer<typeof Quorum>;

export const BoardTemplate = z.strictObject({
  kind: z.string(),
  name: z.string(),
  scope: z.enum(['ONE_SCHOOL', 'ALL_SCHOOLS', 'MEMBER_SCHOOLS']),
  /** The chair holds at least one of `must` (any member may, when it is empty) and none of `mustNot`. */
  chairRule: z.strictObject({ must: z.array(z.string()), mustNot: z.array(z.string()) }),
  seats: z.array(SeatTemplate).min(1),
  agendas: z.array(AgendaTemplate).min(1),
  cadence: Cadence,
  lifeMonths: z.int().min(1).optional(),
  quorum: Quorum,
  minutes: z.strictObject({
    /** Holders of these roles in their seats approve; a board that has none of them asks its chair. */
    approvers: z.strictObject({ roles: z.array(z.string()), otherwise: z.literal('CHAIR') }),
    threshold: z.union([z.enum(['all', 'majority']), z.int().min(1)]),
    draftWithinWorkingDays: z.int().min(1),
    /** How long whoever is asked to approve has to answer. */
    answerWithinSchoolDays: z.int().min(1),
    basis: Basis,
  }),
  agendaNoticeWorkingDays: z.int().min(0),
});
export type BoardTemplate = z.infer<typeof BoardTemplate>;

/** The agenda of a board for a meeting in a month, 1 to 12: the one written for that month, else the general one. */
export function agendaFor(template: BoardTemplate, month: number): AgendaTemplate {
  const { agendas } = template;
  return agendas.find(({ months }) => months?.includes(month)) ?? agendas.find(({ months }) => !months) ?? agendas[0]!;
}

/** How many seats a board has with this many member schools and authorities; shared seats count once. */
export function seatCount(template: BoardTemplate, members: { schools: number; localAuthorities: number }): number {
  const times = { SCHOOL: members.schools, LOCAL_AUTHORITY: members.localAuthorities };
  return template.seats.reduce((count, { perMember }) => count + (perMember ? times[perMember] : 1), 0);
}
