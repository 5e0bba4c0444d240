import { addDays } from '../../src/calendar/index.ts';
import type { Tx } from '../../src/store/database.ts';
import { asDay } from '../../src/store/days.ts';
import { BOROUGH, type DemoSchool, OFFICERS, SCHOOLS } from './borough.ts';

/** Who is who in the demonstration, by the keys of `borough.ts`: `head-900002`, `governor-900002-1`, `clerk`. */
export interface Cast {
  partnershipId: number;
  /** URN → id of the school. */
  schools: Map<number, number>;
  people: Map<string, number>;
}

/** Someone of the cast; throws for a key that the borough does not have. */
export function who(cast: Cast, key: string): number {
  const id = cast.people.get(key);
  if (id === undefined) throw new Error(`Nobody in the demonstration is called ${key}`);
  return id;
}

/** A school of the cast by its URN. */
export function schoolId(cast: Cast, urn: number): number {
  const id = cast.schools.get(urn);
  if (id === undefined) throw new Error(`No school of the demonstration has the URN ${urn}`);
  return id;
}

/** Write the partnership, its schools and its people, each with an identity and a chat on the local page. */
export async function loadPeople(tx: Tx, now: Date, today: string): Promise<Cast> {
  const { laName, ...partnership } = BOROUGH;
  const { id: partnershipId } = await tx.partnership.create({ data: { ...partnership, createdAt: now } });
  await tx.knownTenant.create({ data: { platform: 'web', tenant: 'local', partnershipId, boundAt: now } });
  const cast: Cast = { partnershipId, schools: new Map(), people: new Map() };
  for (const school of SCHOOLS) {
    const row = await tx.school.create({ data: { ...columnsOf(school), partnershipId } });
    cast.schools.set(school.urn, row.id);
  }

  // Long enough ago for every meeting of the story.
  const fromOn = asDay(addDays(today, -800));
  const add = async (key: string, name: string, roles: { role: string; schoolId: number | null }[]) => {
    const { id } = await tx.person.create({
      data: { partnershipId, name, importKey: `demonstration-${key}`, email: addressOf(name) },
    });
    await tx.roleHeld.createMany({ data: roles.map((held) => ({ ...held, personId: id, fromOn })) });
    const local = { platform: 'web', tenant: 'local' };
    await tx.identity.create({ data: { ...local, userId: `person-${id}`, personId: id, boundAt: now } });
    await tx.conversation.create({
      data: { ...local, externalId: `person-${id}`, kind: 'personal', personId: id, isPrivate: true },
    });
    cast.people.set(key, id);
  };
  for (const { key, name, role, at = [], onlyAt } of OFFICERS)
    await add(key, name, [
      ...(onlyAt ? [] : [{ role, schoolId: null }]),
      ...at.map((urn) => ({ role, schoolId: schoolId(cast, urn) })),
    ]);
  for (const { urn, head, chair, governors = [] } of SCHOOLS) {
    const at = { schoolId: schoolId(cast, urn) };
    await add(`head-${urn}`, head, [{ ...at, role: 'HEADTEACHER' }]);
    await add(`chair-${urn}`, chair, [{ ...at, role: 'CHAIR_OF_GOVERNORS' }]);
    for (const [index, name] of governors.entries())
      await add(`governor-${urn}-${index + 1}`, name, [{ ...at, role: 'GOVERNOR' }]);
  }
  return cast;
}

function columnsOf(school: DemoSchool) {
  const { urn, name, typeCode, governance, phase, ages, pupils, religiousCharacter, diocese, trustName } = school;
  return {
    urn,
    name,
    typeCode,
    governance,
    phase,
    pupils,
    typeName: TYPE_NAMES[typeCode]!,
    laCode: BOROUGH.laCode,
    laName: BOROUGH.laName,
    establishmentNumber: 4000 + (urn % 100),
    lowAge: ages[0],
    highAge: ages[1],
    hasSixthForm: ages[1] > 16,
    religiousCharacter: religiousCharacter ?? null,
    diocese: diocese ?? null,
    trustName: trustName ?? null,
    region: 'London',
  };
}

const TYPE_NAMES: Record<string, string> = {
  '01': 'Community school',
  '02': 'Voluntary aided school',
  '05': 'Foundation school',
  '28': 'Academy sponsor led',
  '34': 'Academy converter',
  '35': 'Free schools',
};

function addressOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replaceAll(' ', '.');
  return `${plain}@aldermarsh.example.org`;
}
