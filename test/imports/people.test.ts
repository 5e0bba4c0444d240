import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sayIssue } from '../../src/imports/issues.ts';
import { importPeople } from '../../src/imports/people.ts';
import { sayPeople } from '../../src/imports/people-report.ts';
import { importSchools } from '../../src/imports/schools.ts';
import { readPartnership } from '../../src/people/index.ts';
import { invite } from '../../src/people/invitations.ts';
import { testDatabase } from '../support/database.ts';

const { prisma } = await testDatabase();
const now = new Date('2026-11-23T09:00Z');
const options = { dryRun: false };
const fixture = (name: string) => readFile(path.join(import.meta.dirname, 'fixtures', name));
const HEADER = 'name,email,role,school,from,until,key\n';
const importText = (text: string) => importPeople(prisma, Buffer.from(HEADER + text), options, now);
const rolesOf = async (name: string) => {
  const person = await prisma.person.findFirstOrThrow({
    where: { name },
    include: { rolesHeld: { orderBy: { id: 'asc' } } },
  });
  return person.rolesHeld.map(({ role, schoolId, fromOn, untilOn }) => [
    role,
    schoolId !== null,
    fromOn.toISOString().slice(0, 10),
    untilOn?.toISOString().slice(0, 10),
  ]);
};

describe('importing people', () => {
  it('asks for the schools first', async () => {
    await expect(importPeople(prisma, await fixture('people.csv'), options, now)).rejects.toThrow('import its schools');
    await importSchools(prisma, await fixture('gias-spreadsheet.csv'), { dryRun: false, authorities: ['998'] }, now);
  });

  it('gives one person several roles from several rows, and tells what is wrong with others', async () => {
    const report = await importPeople(prisma, await fixture('people.csv'), options, now);
    expect(await prisma.person.count()).toBe(3);
    expect(await rolesOf('Ada Okafor')).toEqual([
      ['HEADTEACHER', true, '2022-09-01', undefined],
      ['GOVERNOR', true, '2022-09-01', undefined],
    ]);
    expect(await rolesOf('Bea Lindqvist')).toEqual([['CHAIR_OF_GOVERNORS', true, '2022-09-01', undefined]]);
    expect(await rolesOf('Carl Öztürk')).toEqual([
      ['SIO', false, '2024-09-01', undefined],
      ['SIO', true, '2024-09-01', undefined],
    ]);
    expect(report.issues.map(sayIssue)).toEqual([
      'Line 7, Role, “Headteecher”: this is not a role that I know. Did you mean “Headteacher”?',
      'Line 8, School, “Tidewel School Northmarsh”: no open school of the partnership is called that. Did you mean “Tidewell School, Northmarsh” (900101)?',
      'Line 9, E-mail, “finn at example”: this is not an e-mail address. Correct it, or leave the cell empty: it is only a hint.',
      'Line 9, From, “31/06/2024”: this is not a day of the calendar. Write it like 01/09/2024, the day first, or leave the cell empty.',
      'Line 9, School: this role is held at a school, and none is named. Write the school’s URN or its name.',
      'Line 10, School, “900101”: this role is held in the whole partnership. Leave the school empty.',
    ]);
    expect(sayPeople(report)[1]).toBe('3 new people:');
    expect(sayPeople(report).join('\n')).not.toContain('ada@example.org');
  });

  it('changes nothing the second time', async () => {
    const before = await prisma.person.findMany({ include: { rolesHeld: true }, orderBy: { id: 'asc' } });
    const report = await importPeople(prisma, await fixture('people.csv'), options, now);
    expect(sayPeople(report)[1]).toBe('3 unchanged people.');
    expect(await prisma.person.findMany({ include: { rolesHeld: true }, orderBy: { id: 'asc' } })).toEqual(before);
  });

  it('starts a role without a date today, and keeps that day when the list comes again', async () => {
    await importText('Hal Iqbal,,Head,900102,,,');
    const later = new Date('2026-12-01T09:00Z');
    const report = await importPeople(prisma, Buffer.from(`${HEADER}Hal Iqbal,,Head,900102,,,`), options, later);
    expect(report.people).toMatchObject([{ roles: [], unchanged: 1 }]);
    expect(await rolesOf('Hal Iqbal')).toEqual([['HEADTEACHER', true, '2026-11-23', undefined]]);
  });

  it('ends a role when the list says until when it was held', async () => {
    const report = await importText('Ada Okafor,ada@example.org,Governor,900101,,30/11/2026,');
    expect(sayPeople(report)).toContain(
      '  Ada Okafor: Governor, Tidewell School, Northmarsh, from 1 Sep 2022 → from 1 Sep 2022 until 30 Nov 2026',
    );
    expect((await rolesOf('Ada Okafor'))[1]).toEqual(['GOVERNOR', true, '2022-09-01', '2026-11-30']);
    expect((await importText('Ada Okafor,ada@example.org,Governor,900101,,30/11/2026,')).people).toMatchObject([
      { roles: [] },
    ]);
  });

  it('says whose seat goes with a role that ends, and takes no seat away', async () => {
    await importText('Sol Varga,,Governor,900101,01/09/2024,,');
    const { id: personId, partnershipId } = await prisma.person.findFirstOrThrow({ where: { name: 'Sol Varga' } });
    const school = await prisma.school.findFirstOrThrow({ where: { urn: 900_101 } });
    const openedOn = new Date('2026-09-07');
    const board = await prisma.board.create({
      data: { partnershipId, template: 'RAB', name: 'Raising Attainment Board', schoolId: school.id, openedOn },
    });
    await prisma.seat.create({ data: { boardId: board.id, personId, role: 'GOVERNOR', fromOn: openedOn } });
    const list = `${HEADER}Sol Varga,,Governor,900101,,30/11/2026,`;
    for (const dryRun of [true, false]) {
      const report = await importPeople(prisma, Buffer.from(list), { dryRun }, now);
      expect(sayPeople(report)).toContain(
        'Sol Varga keeps the seat on Raising Attainment Board as governor when the role ends. To take it back, the board’s clerk or chair types “board unseat Sol Varga from Raising Attainment Board”.',
      );
    }
    expect(await prisma.seat.count({ where: { personId, untilOn: null } })).toBe(1);
    expect((await importPeople(prisma, Buffer.from(list), options, now)).seats).toEqual([]);
  });

  it('knows people by the list’s key when their name changes', async () => {
    await importText('Jo Hart,,Clerk,,01/09/2025,,K-7');
    const report = await importText('Jo Hart-Mensah,,Clerk,,01/09/2025,,K-7');
    expect(sayPeople(report)).toContain('  Jo Hart-Mensah: name “Jo Hart” → “Jo Hart-Mensah”');
    expect(await prisma.person.count({ where: { importKey: 'K-7' } })).toBe(1);
  });

  it('takes an e-mail address that came later as a hint about the same person', async () => {
    await importText('Bea Lindqvist,bea@example.org,Chair of governors,900102,,,');
    expect(await prisma.person.count({ where: { name: 'Bea Lindqvist' } })).toBe(1);
    expect(await rolesOf('Bea Lindqvist')).toHaveLength(1);
  });

  it('does not bring back somebody who has left', async () => {
    await importText('Kit Moss,,Governor,900101,01/09/2024,,');
    await prisma.person.updateMany({ where: { name: 'Kit Moss' }, data: { leftOn: new Date('2026-11-20') } });
    const report = await importText('Kit Moss,,Governor,900101,01/09/2024,,');
    expect(report.issues.map(sayIssue)).toEqual([
      'Line 2, “Kit Moss”: this person has left. Take the row out of the list; for somebody who came back, give another key.',
    ]);
  });

  it('takes the template that the guide offers', async () => {
    const template = await readFile(path.resolve(import.meta.dirname, '../../docs/people-template.csv'));
    const report = await importPeople(prisma, template, { dryRun: true }, now);
    // Its schools are examples, so that only the column of schools may be at fault.
    expect(report.issues.filter(({ column }) => column !== 'school')).toEqual([]);
  });
});

describe('inviting people', () => {
  it('makes a code for each holder of a role and stores none of them', async () => {
    const read = (await readPartnership(prisma, undefined, now))!;
    const invitations = await prisma.$transaction((tx) => invite(tx, { role: 'HEADTEACHER' }, { ...read, now }));
    expect(invitations.map(({ name, roles }) => [name, roles[0]])).toEqual([
      ['Ada Okafor', { role: 'HEADTEACHER', school: 'Tidewell School, Northmarsh' }],
      ['Hal Iqbal', { role: 'HEADTEACHER', school: 'Pennywharf Academy' }],
    ]);
    const stored =
      JSON.stringify(await prisma.joinCode.findMany()) +
      JSON.stringify(
        await prisma.auditEvent.findMany({
          where: { event: 'person.invited' },
          select: { after: true, subject: true },
        }),
      );
    for (const { code } of invitations) expect(stored).not.toContain(code);
    await expect(prisma.$transaction((tx) => invite(tx, { role: 'MAYOR' }, { ...read, now }))).rejects.toThrow(
      'Nobody holds the role Mayor today.',
    );
  });
});
