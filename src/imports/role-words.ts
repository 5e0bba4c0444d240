// What lists of people call a role.
import { distance } from '../chat/grammar.ts';
import { ROLE_ALIASES } from '../frameworks/index.ts';

/** Held at one school, and nowhere without one. */
const AT_A_SCHOOL = new Set(['HEADTEACHER', 'EXEC_HEADTEACHER', 'CHAIR_OF_GOVERNORS', 'GOVERNOR', 'RAB_CHAIR']);
/** Held for the whole partnership, or for one school. */
const EITHER = new Set([
  'SIO',
  'CLERK',
  'ACADEMY_SPONSOR',
  'DIOCESE_REP',
  'NAMED_LA_REP',
  'KCA',
  'TSA_LEAD',
  'SEN_OFFICER',
]);

// Short forms that people write without thinking of them as aliases.
const WORDS: Record<string, string> = {
  head: 'HEADTEACHER',
  'head teacher': 'HEADTEACHER',
  ht: 'HEADTEACHER',
  principal: 'HEADTEACHER',
  'executive head': 'EXEC_HEADTEACHER',
  cog: 'CHAIR_OF_GOVERNORS',
  'chair of the governing body': 'CHAIR_OF_GOVERNORS',
  chair: 'CHAIR_OF_GOVERNORS',
  'director of childrens services': 'EXECUTIVE_DIRECTOR',
  'executive director': 'EXECUTIVE_DIRECTOR',
  'cabinet member': 'CABINET_MEMBER',
  'lead member': 'CABINET_MEMBER',
  'head of standards': 'HEAD_OF_STANDARDS',
  'strategic lead secondary': 'STRATEGIC_LEAD_SECONDARY',
  'strategic lead primary': 'STRATEGIC_LEAD_PRIMARY',
  'strategic lead 14 to 19': 'STRATEGIC_LEAD_14_19',
  'strategic lead governor services': 'GOVERNOR_SERVICES_LEAD',
  'school improvement associate': 'SIO',
};

/** The id of the role that a cell means: its title, its id, an alias or a common short form. */
export function roleNamed(said: string, roles: Record<string, string>): string | undefined {
  const wanted = plainRole(said);
  if (wanted === '') return undefined;
  const alias = Object.entries(ROLE_ALIASES).find(([name]) => plainRole(name) === wanted)?.[1];
  const titled = Object.entries(roles).find(
    ([id, title]) => plainRole(id) === wanted || plainRole(title) === wanted,
  )?.[0];
  const found = titled ?? alias ?? WORDS[wanted];
  return found !== undefined && Object.hasOwn(roles, found) ? found : undefined;
}

/** The title nearest to what was written, when one is near enough to ask about. */
export function nearestRole(said: string, roles: Record<string, string>): string | undefined {
  const wanted = plainRole(said);
  if (wanted === '') return undefined;
  const words = [
    ...Object.entries(WORDS).map(([word, id]) => [word, id] as const),
    ...Object.entries(roles).flatMap(
      ([id, title]) =>
        [
          [plainRole(title), id],
          [plainRole(id), id],
        ] as const,
    ),
  ];
  const best = words
    .map(([word, id]) => ({ id, far: distance(wanted, word) }))
    .filter(({ far }) => far <= Math.max(2, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.far - b.far)[0];
  return best && roles[best.id];
}

/** Where a role is held. */
export function placeOf(role: string): 'school' | 'partnership' | 'either' {
  if (AT_A_SCHOOL.has(role)) return 'school';
  return EITHER.has(role) ? 'either' : 'partnership';
}

function plainRole(text: string): string {
  return text
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
