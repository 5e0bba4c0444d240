// A partnership as its programme office sets it up: imported from files, its people joined with codes from wherever they work.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { importPeople, importSchools } from '../../src/imports/index.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { pageSurface, type Surface, slackSurface, teamsSurface, until } from '../contract/surfaces.ts';
import { bindToPage, codeFor } from '../contract/world.ts';
import type { Outside } from '../support/app.ts';

export const COUNCIL = '11111111-2222-3333-4444-555555555555';
export const TRUST = '99999999-8888-7777-6666-555555555555';

/** Read the project's small list of schools and a list of people who work with them. */
export async function importAll(prisma: PrismaClient, now: Date): Promise<void> {
  const fixture = (name: string) => readFile(path.join(import.meta.dirname, name));
  const gias = await fixture('../imports/fixtures/gias-spreadsheet.csv');
  const schools = { dryRun: false, authorities: ['998'], terms: 'london-pattern' };
  await importSchools(prisma, gias, schools, now);
  const report = await importPeople(prisma, await fixture('fixtures/people.csv'), { dryRun: false }, now);
  expect(report.issues).toEqual([]);
}

export async function idOf(prisma: PrismaClient, name: string): Promise<number> {
  return (await prisma.person.findFirstOrThrow({ where: { name } })).id;
}

/** Make somebody known on the page, as the demonstration does with everybody. */
export async function onPage(prisma: PrismaClient, name: string): Promise<number> {
  const id = await idOf(prisma, name);
  await bindToPage(prisma, { id });
  return id;
}

/** The clerk asks for somebody's code on the page; they type it wherever they are. */
export async function join(around: Outside, clerkId: number, surface: Surface, name: string): Promise<Surface> {
  await surface.says(`join ${await codeFor(around, clerkId, name)}`);
  await until(surface, /Welcome/);
  return surface;
}

/** Move the partnership's clock to a morning and do what is due by then. */
export async function clockTo(around: Outside, date: string): Promise<void> {
  const response = await fetch(`${around.url}/api/local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: date }),
  });
  expect(await response.json()).toMatchObject({ date });
}

/** Let everybody join: two schools' people from the trust's tenant and from Slack, the council's from its own, two on the page. */
export async function gather(around: Outside, prisma: PrismaClient) {
  const clerkId = await onPage(prisma, 'Miriam Stein');
  const joins = (surface: Surface, name: string) => join(around, clerkId, surface, name);
  const inTeams = (name: string, tenant: string) =>
    joins(teamsSurface(around, name, around.teamsPerson(name, tenant)), name);
  const director = around.teamsPerson('Dov Marsh', COUNCIL);
  const ivo = around.slackPerson('ivo');
  await joins(slackSurface(around, 'ivo', ivo), 'Ivo Lind');
  return {
    clerkId,
    clerk: pageSurface(around, clerkId),
    carl: pageSurface(around, await onPage(prisma, 'Carl Öztürk')),
    ada: await inTeams('Ada Okafor', TRUST),
    bea: await inTeams('Bea Lindqvist', TRUST),
    gus: await joins(slackSurface(around, 'gus'), 'Gus Rowe'),
    helen: await inTeams('Helen Dodd', COUNCIL),
    director,
    dov: await joins(teamsSurface(around, 'Dov Marsh', director), 'Dov Marsh'),
    ivo,
  };
}
