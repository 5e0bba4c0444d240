import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decode } from '../../src/imports/decode.ts';
import { SCHOOL_COLUMNS } from '../../src/imports/gias.ts';
import { saySchools } from '../../src/imports/school-report.ts';
import { readSchools } from '../../src/imports/school-rows.ts';
import { importSchools } from '../../src/imports/schools.ts';
import { readTable } from '../../src/imports/table.ts';
import { testDatabase } from '../support/database.ts';

const { prisma } = await testDatabase();
const now = new Date('2026-11-23T09:00Z');
const options = { dryRun: false, authorities: [], partnership: 'Northmarsh partnership' };
const fixture = (name: string) => readFile(path.join(import.meta.dirname, 'fixtures', name));
const real = path.resolve(import.meta.dirname, '../../../shared/data/gias');

describe('importing schools', () => {
  it('shows in a dry run what would change and writes nothing', async () => {
    const report = await importSchools(
      prisma,
      await fixture('gias-spreadsheet.csv'),
      { ...options, dryRun: true },
      now,
    );
    expect(report.plan.created).toHaveLength(6);
    expect(saySchools(report).at(-1)).toBe('This was a dry run: nothing was written.');
    expect(await prisma.partnership.count()).toBe(0);
    expect(await prisma.school.count()).toBe(0);
  });

  it('makes the partnership and its schools, whatever a spreadsheet did to them', async () => {
    const report = await importSchools(
      prisma,
      await fixture('gias-spreadsheet.csv'),
      { dryRun: false, authorities: ['998'] },
      now,
    );
    expect(report.issues).toEqual([]);
    expect(report.elsewhere).toBe(2);
    expect(await prisma.partnership.findFirstOrThrow()).toMatchObject({
      name: 'Northmarsh partnership',
      laCode: '998',
      frameworkId: 'lewisham-2015',
    });
    const schools = await prisma.school.findMany({ orderBy: { urn: 'asc' } });
    expect(schools[0]).toMatchObject({
      urn: 900101,
      name: 'Tidewell School, Northmarsh',
      governance: 'maintained',
      phase: 'SECONDARY',
      typeCode: '01',
      pupils: 1204,
      hasSixthForm: true,
      religiousCharacter: null,
      openedOn: new Date('1975-09-01'),
    });
    expect(schools[1]).toMatchObject({
      governance: 'academy',
      phase: 'ALL_THROUGH',
      trustName: 'THE TIDE TRUST',
      openedOn: new Date('2019-03-07'),
    });
    expect(schools[2]).toMatchObject({ status: 'Closed', closedOn: new Date('2021-08-31') });
    expect(schools[3]).toMatchObject({ phase: 'OTHER', pupils: null });
  });

  it('keeps schools overseas and schools proposed to close, and lists what is closed', async () => {
    const report = await importSchools(prisma, await fixture('gias-spreadsheet.csv'), options, now);
    expect(report.plan).toMatchObject({ changed: [], unchanged: 4 });
    const rest = await prisma.school.findMany({ where: { urn: { gt: 900104 } }, orderBy: { urn: 'asc' } });
    expect(rest).toMatchObject([
      { laCode: '000', governance: 'other', phase: 'OTHER' },
      { laCode: '997', status: 'Open, but proposed to close', closedOn: null },
    ]);
    const said = saySchools(report).join('\n');
    expect(said).toContain(
      '1 closed school, kept for the record:\n  900103 Old Quay Primary School, closed on 31 Aug 2021',
    );
    expect(said).toContain("1 school proposed to close:\n  900106 St Ethelind's CofE Primary School, on 31 Jul 2027");
  });

  it('changes nothing the second time', async () => {
    const before = await prisma.school.findMany({ orderBy: { id: 'asc' } });
    const report = await importSchools(prisma, await fixture('gias-spreadsheet.csv'), options, now);
    expect(report.plan).toMatchObject({ created: [], changed: [], unchanged: 6 });
    expect(await prisma.school.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  });

  it('says what changed, old and new, and keeps what the file has no column for', async () => {
    const text =
      'URN,EstablishmentName,LA (code),TypeOfEstablishment (code),EstablishmentStatus (name),PhaseOfEducation (name),CloseDate\n900101,Tidewell Academy,998,34,Closed,Secondary,31/08/2026';
    const report = await importSchools(prisma, Buffer.from(text), options, now);
    expect(saySchools(report)).toContain(
      '  900101 Tidewell Academy: name “Tidewell School, Northmarsh” → “Tidewell Academy”; type code “01” → “34”; governance “maintained” → “academy”; status “Open” → “Closed”; closed on empty → “2026-08-31”',
    );
    expect(await prisma.school.findUniqueOrThrow({ where: { urn: 900101 } })).toMatchObject({
      pupils: 1204,
      version: 1,
      governance: 'academy',
    });
    const audit = await prisma.auditEvent.findMany({ orderBy: { id: 'desc' }, take: 2 });
    expect(audit).toMatchObject([
      { event: 'schools.imported', after: { created: 0, changed: 1, unchanged: 0, errors: 0 } },
      { event: 'school.changed', before: { status: 'Open' }, after: { status: 'Closed', closedOn: '2026-08-31' } },
    ]);
  });

  it('leaves bad rows out, names what to do about each, and takes the others', async () => {
    const report = await importSchools(prisma, await fixture('gias-broken.csv'), options, now);
    expect(report.plan.created.map(({ name }) => name)).toEqual([
      'Good Row School',
      'Two Lines School',
      'Last Good School',
    ]);
    expect(saySchools(report).join('\n')).toContain(`9 faults, so these rows were left out:
  Line 3, urn, “2E+05”: a spreadsheet has rounded this number, so its last figures are lost. Take it from the original file and format the column as text.
  Line 4, OpenDate, “09/13/2001”: the month stands before the day. Write the day first, like 01/09/2024.
  Line 5: the row has 5 cells where the header has 9. Look for a comma or a quotation mark too many or too few, and save the file again as CSV.
  Line 6: a quotation mark is opened and not closed. Look`);
    expect(report.issues.map(({ line, column }) => [line, column])).toEqual([
      [3, 'urn'],
      [4, 'OpenDate'],
      [5, ''],
      [6, ''],
      [7, 'PhaseOfEducation (name)'],
      [8, 'TypeOfEstablishment (code)'],
      [8, 'NumberOfPupils'],
      [8, 'OpenDate'],
      [9, 'urn'],
    ]);
  });

  it('refuses a file without a column that is needed, and options that name nothing', async () => {
    await expect(importSchools(prisma, Buffer.from('URN,Name\n1,2'), options, now)).rejects.toThrow(
      'The file has no columns EstablishmentName, LA (code)',
    );
    await expect(
      importSchools(prisma, await fixture('gias-broken.csv'), { ...options, terms: 'mars' }, now),
    ).rejects.toThrow('No term calendar is called "mars". Known: lewisham');
  });

  it('says when the chosen term dates have ended, and nothing when they reach to today', async () => {
    const linesWith = async (terms: string) => {
      const file = await fixture('gias-spreadsheet.csv');
      return saySchools(await importSchools(prisma, file, { ...options, dryRun: true, terms }, now));
    };
    expect(await linesWith('lewisham')).toContain(
      'The term dates of Lewisham end with the school year 2022/23; until newer ones are added, weekdays count as school days. Add them: npm run import -- terms FILE, with a file like docs/terms-template.csv.',
    );
    const current = await linesWith('kent');
    expect(current).toContain('Term dates: kent.');
    expect(current.join()).not.toContain('end with the school year');
  });

  it('keeps no headteacher’s name and does not say one', async () => {
    const report = await importSchools(
      prisma,
      await fixture('gias-spreadsheet.csv'),
      { ...options, dryRun: true },
      now,
    );
    expect(JSON.stringify(report) + saySchools(report).join()).not.toMatch(/Secret|Headname/);
    expect(
      JSON.stringify(await prisma.school.findMany()) +
        JSON.stringify(await prisma.auditEvent.findMany({ select: { after: true } })),
    ).not.toMatch(/Secret|Headname/);
  });
});

describe.skipIf(!existsSync(real))('the public files, where they are at hand', () => {
  const readReal = async (name: string) => {
    const table = readTable(decode(await readFile(path.join(real, name))).text, SCHOOL_COLUMNS, 'schools');
    return readSchools(table.rows);
  };

  it('a file that a spreadsheet damaged gives 41 schools, 8 of them closed', async () => {
    const { schools, issues } = await readReal('GIASDataSubset.csv');
    expect(issues).toEqual([]);
    expect(schools).toHaveLength(41);
    expect(schools.filter(({ facts }) => facts.status === 'Closed')).toHaveLength(8);
    expect(schools.find(({ facts }) => facts.urn === 100012)?.facts.closedOn).toBe('2021-08-31');
  });

  it('a file with other dates gives 8 schools, one overseas and one proposed to close', async () => {
    const { schools, issues } = await readReal('gias_subset.csv');
    expect(issues).toEqual([]);
    expect(schools.map(({ facts }) => facts.governance)).toEqual([
      'maintained',
      'maintained',
      'independent',
      'independent',
      'academy',
      'other',
      'maintained',
      'maintained',
    ]);
    expect(schools.find(({ facts }) => facts.laCode === '000')?.facts.name).toBe('Dubai Scholars Private School');
    expect(schools.at(-1)).toMatchObject({ proposedToCloseOn: '2024-07-31', facts: { closedOn: null } });
  });

  it('a file in another encoding is read as Windows-1252', async () => {
    const { encoding } = decode(await readFile(path.join(real, 'links_edubasealldata_2025-09_subset.csv')));
    expect(encoding).toBe('Windows-1252');
  });

  it('every published type of establishment is known', async () => {
    const { governanceOf } = await import('../../src/imports/gias.ts');
    const text = decode(await readFile(path.join(real, 'edubasealldata20250422-establishment-types.csv'))).text;
    const { rows } = readTable(
      text,
      [{ key: 'code', names: ['type-of-establishment-code'], required: true }],
      'schools',
    );
    expect(rows.filter((row) => governanceOf(Number(row.cell('code'))) === undefined)).toEqual([]);
  });
});
