// The very first person of an empty house. Nobody can be let in by somebody who is in already, so it is done by whoever may
// run commands on the machine, who could read the database anyway.
import { randomUUID } from 'node:crypto';
import { today as todayIn } from '../calendar/index.ts';
import { plain } from '../chat/names.ts';
import { Refusal } from '../chat/refusal.ts';
import { frameworkById, frameworks } from '../frameworks/index.ts';
import {
  DEMONSTRATION_LA,
  findPartnerships,
  importKeyOf,
  makePartnership,
  NO_AUTHORITY,
  oneImportAtATime,
} from '../imports/index.ts';
import { makeJoinCode } from '../people/index.ts';
import type { Tx } from '../store/database.ts';
import { giveRole, listDirectors, makePerson, writeFirst } from './first.records.ts';

/** It opens everything: so it does not lie about for a fortnight as others do. */
const FIRST_CODE_DAYS = 1;

export interface First {
  /** Needed where there is no partnership yet; chooses one where there are several. */
  partnership?: string | undefined;
  /** An id; only of a new partnership. */
  framework?: string | undefined;
  director: string;
  now: Date;
}

export interface Begun {
  partnership: string;
  isNew: boolean;
  director: string;
  /** Known to whoever asked, and to nobody else: it is not stored. */
  code: string;
  expiresAt: Date;
  timeZone: string;
}

/**
 * Begin a house: its partnership, unless there is one, its first programme director, and a code that makes whoever types it
 * that person. Doing it again gives a new code, and the one before stops working. Refuses as soon as a programme director has
 * joined, since they let in everybody else, and the demonstration.
 */
export async function begin(tx: Tx, { partnership: name, framework, director, now }: First): Promise<Begun> {
  await oneImportAtATime(tx);
  const requestId = randomUUID();
  const known = await findPartnerships(tx);
  const named = known.filter((one) => name === undefined || plain(one.name) === plain(name));
  if (known.length > 1 && named.length !== 1)
    throw new Refusal(`Say which partnership: ${known.map((one) => `--partnership "${one.name}"`).join(' or ')}.`);
  const [only] = known;
  if (only !== undefined && named.length === 0)
    throw new Refusal(
      `The partnership here is called ${only.name}. Leave the name out, or change it in chat with “setup”.`,
    );
  const found = named[0];
  if (found?.laCode === DEMONSTRATION_LA)
    throw new Refusal(
      'This database holds the demonstration, whose schools are invented. Set DATA_DIR to another folder (or DATABASE_URL to another database) for your own.',
    );
  if (found && framework !== undefined && framework !== found.frameworkId)
    throw new Refusal(
      `${found.name} works with the framework ${found.frameworkId}. Leave --framework out; it can be changed in chat with “setup partnership”.`,
    );
  const id = found?.id ?? (await newPartnership(tx, { name, framework }));
  if (found === undefined)
    await writeFirst(tx, {
      event: 'partnership.made',
      subject: `partnership:${id}`,
      after: { name: name! },
      now,
      requestId,
    });
  const timeZone = found?.timeZone ?? 'Europe/London';
  const today = todayIn(now, timeZone);

  const directors = await listDirectors(tx, id, today);
  const joined = directors.find(({ hasJoined }) => hasJoined);
  if (joined)
    throw new Refusal(
      `${joined.name} is programme director and has joined already. They let in others: “invite” and the name, or “setup”.`,
    );
  const person =
    directors.find((one) => plain(one.name) === plain(director)) ??
    (await makePerson(tx, {
      partnershipId: id,
      name: director,
      importKey: importKeyOf({ key: null, name: director, email: null }),
    }));
  if (await giveRole(tx, person.id, today))
    await writeFirst(tx, {
      event: 'person.imported',
      subject: `person:${person.id}`,
      after: {
        name: person.name,
        roles: [{ role: 'PROGRAMME_DIRECTOR', schoolId: null, fromOn: today, untilOn: null }],
      },
      now,
      requestId,
    });
  const { code, expiresAt } = await makeJoinCode(tx, person.id, now, FIRST_CODE_DAYS);
  await writeFirst(tx, { event: 'person.invited', subject: `person:${person.id}`, now, requestId });
  return {
    partnership: found?.name ?? name!,
    isNew: found === undefined,
    director: person.name,
    code,
    expiresAt,
    timeZone,
  };
}

async function newPartnership(tx: Tx, { name, framework }: Pick<First, 'framework'> & { name: string | undefined }) {
  if (name === undefined)
    throw new Refusal(
      'There is no partnership yet. Say what it is called: --partnership "Aldermarsh Secondary Partnership".',
    );
  const frameworkId = framework ?? frameworks[0]!.id;
  if (!frameworks.some(({ id }) => id === frameworkId))
    throw new Refusal(
      `There is no framework ${frameworkId}. Choose from ${frameworks.map(({ id }) => id).join(', ')}.`,
    );
  return makePartnership(tx, {
    name,
    laCode: NO_AUTHORITY,
    frameworkId: frameworkById(frameworkId).id,
    termCalendarId: null,
  });
}
