// The items of an agenda, numbered through: the standing ones, those that people asked for, and what the board has to do.
import type { SeatHolder } from '../boards/index.ts';
import type { Feature, Reading } from '../chat/contract.ts';
import { roleLabel } from '../chat/permission.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { listHolders, namesOf } from '../people/index.ts';
import { contributedItems } from './contributed.ts';
import type { WithAgenda } from './records.ts';
import { isRole, leadInWords } from './rules.ts';

export interface AgendaLine {
  /** "4." */
  number: string;
  title: string;
  /** Who leads it, whether a decision is expected, and who asked for it. */
  lead: string;
}

/** As many items as a meeting gets through, and a card in Teams can hold. */
export const MOST_ITEMS = 28;
const MOST = MOST_ITEMS + 2;

/** List a meeting's items as its agenda shows them. */
export async function agendaLines(
  reading: Reading,
  meeting: WithAgenda,
  { contributors, holders }: { contributors: Feature[]; holders: SeatHolder[] },
): Promise<AgendaLine[]> {
  const { tx, partnership } = reading;
  const label = (role: string) => roleLabel(partnership.framework, role);
  const own = meeting.items;
  const others = meeting.state === 'planned' ? await contributedItems(contributors, reading, meeting.boardId) : [];
  const leads = [...holders, ...(await unseatedLeads(reading, meeting, [...own, ...others], holders))];
  const asking = await namesOf(
    tx,
    own.flatMap(({ addedById }) => addedById ?? []),
  );
  const deciding = new Set(
    boardTemplate(partnership.framework, meeting.board.template).agendas.flatMap(({ items }) =>
      items.filter(({ decision }) => decision).map(({ title }) => title),
    ),
  );
  const asked = own.map(({ title, lead, standing, addedById }) => ({
    title,
    lead: leadInWords(lead, leads, label),
    isDecision: standing && deciding.has(title),
    askedBy: addedById === null ? undefined : asking.get(addedById),
  }));
  const added = others.map(({ title, lead }) => ({
    title,
    lead: leadInWords(lead, leads, label),
    isDecision: false,
    askedBy: undefined,
  }));
  return [...asked, ...added].slice(0, MOST).map((item, index) => ({
    number: `${index + 1}.`,
    title: item.title,
    lead: whoInWords(item),
  }));
}

/** Who leads an item by a role for which the board has no seat, such as the programme director. */
async function unseatedLeads(
  { tx, today, partnership }: Reading,
  { board }: WithAgenda,
  items: { lead: string }[],
  holders: SeatHolder[],
): Promise<{ name: string; role: string; isChair: boolean }[]> {
  const roles = new Set(items.map(({ lead }) => lead).filter((lead) => isRole(lead) && lead !== 'CHAIR'));
  for (const { role } of holders) roles.delete(role);
  if (roles.size === 0) return [];
  const found = await listHolders(tx, { partnershipId: partnership.id, roles: [...roles], today });
  return found
    .filter(({ schoolId }) => schoolId === null || schoolId === board.schoolId)
    .map(({ name, role }) => ({ name, role, isChair: false }));
}

/** "Ben Hughes", "Ben Hughes, for decision", "Grace Lim, who asked for it", "Grace Lim; Ada Okafor asked for it". */
function whoInWords({
  lead,
  isDecision,
  askedBy,
}: {
  lead: string;
  isDecision: boolean;
  askedBy: string | undefined;
}): string {
  if (isDecision) return `${lead}, for decision`;
  if (askedBy === undefined) return lead;
  return askedBy === lead ? `${lead}, who asked for it` : `${lead}; ${askedBy} asked for it`;
}
