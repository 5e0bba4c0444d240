import { Framework } from './framework.ts';

/**
 * Take a framework in, or refuse it with every fault named, so that nobody finds out from a card that a seat asks for a
 * role that does not exist. Also how a partnership's own framework is read.
 */
export function readFramework(data: unknown): Framework {
  const read = Framework.safeParse(data);
  const id = (data as { id?: unknown } | null)?.id;
  const name = typeof id === 'string' ? `Framework ${id}` : 'A framework without an id';
  if (!read.success) {
    const issues = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`${name} is refused. ${issues.join('; ')}`);
  }
  const faults = faultsOf(read.data);
  if (faults.length > 0) throw new Error(`${name} is refused. ${faults.join(' ')}`);
  return read.data;
}

function faultsOf(framework: Framework): string[] {
  return [...scaleFaults(framework), ...categoryFaults(framework), ...boardFaults(framework), ...roleFaults(framework)];
}

function scaleFaults({ scales, aspects }: Framework): string[] {
  const known = new Set(scales.map(({ id }) => id));
  return [
    ...repeated(
      'Scale',
      scales.map(({ id }) => id),
    ),
    ...repeated(
      'Aspect',
      aspects.map(({ id }) => id),
    ),
    ...scales.flatMap(({ id, grades }) => [
      ...repeated(
        `Rank of scale ${id}`,
        grades.map(({ rank }) => String(rank)),
      ),
      // "2" must not be read as Good by one grade and as something else by the next.
      ...repeated(`Typed grade of scale ${id}`, grades.flatMap(wordsFor)),
    ]),
    ...aspects.filter(({ scale }) => !known.has(scale)).map(({ id, scale }) => `Aspect ${id} has no scale ${scale}.`),
  ];
}

function categoryFaults({ categories }: Framework): string[] {
  return [
    ...repeated(
      'Category',
      categories.map(({ id }) => id),
    ),
    ...repeated(
      'Category order',
      categories.map(({ order }) => String(order)),
    ),
  ];
}

function boardFaults({ boardTemplates, categories }: Framework): string[] {
  const colours = new Set(categories.map(({ id }) => id));
  return [
    ...repeated(
      'Board',
      boardTemplates.map(({ kind }) => kind),
    ),
    ...boardTemplates.flatMap(({ kind, seats, quorum, agendas }) => {
      const keys = new Set(seats.map(({ key }) => key));
      const asked = quorum.groups.flatMap((group) => group.seats);
      const only = agendas.flatMap(({ items }) => items.flatMap((item) => item.onlyInCategories ?? []));
      return [
        ...repeated(
          `Seat of board ${kind}`,
          seats.map(({ key }) => key),
        ),
        ...asked.filter((key) => !keys.has(key)).map((key) => `The quorum of board ${kind} names no seat ${key}.`),
        ...only.filter((id) => !colours.has(id)).map((id) => `The agenda of board ${kind} has no category ${id}.`),
      ];
    }),
  ];
}

function roleFaults({ roles, boardTemplates, deadlines, weeklyDigestTo }: Framework): string[] {
  const unknown = (where: string, ids: string[]) =>
    ids.filter((id) => id !== 'CHAIR' && !Object.hasOwn(roles, id)).map((id) => `${where} has no role ${id}.`);
  return [
    ...boardTemplates.flatMap(({ kind, chairRule, seats, agendas, minutes }) => [
      ...unknown(`The chair of board ${kind}`, [...chairRule.must, ...chairRule.mustNot]),
      ...seats.flatMap((seat) => unknown(`Seat ${seat.key} of board ${kind}`, [seat.role, ...seat.otherRoles])),
      ...agendas.flatMap(({ items }) => items.flatMap((item) => unknown(`Item "${item.title}"`, [item.leadRole]))),
      ...unknown(`Approval of the minutes of board ${kind}`, minutes.approvers.roles),
    ]),
    ...unknown('The weekly digest', weeklyDigestTo),
    ...deadlines.flatMap((deadline) => unknown(`Deadline ${deadline.id}`, deadline.onBreach)),
    ...repeated(
      'Deadline',
      deadlines.map(({ id }) => id),
    ),
  ];
}

const wordsFor = (grade: { code: string; label: string; aliases: string[] }) => [
  ...new Set([grade.code, grade.label, ...grade.aliases].map((word) => word.toLowerCase())),
];

function repeated(what: string, values: string[]): string[] {
  const twice = values.filter((value, index) => values.indexOf(value) !== index);
  return [...new Set(twice)].map((value) => `${what} ${value} is given twice.`);
}
