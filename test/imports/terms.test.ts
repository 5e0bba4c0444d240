// A partnership's own term dates: read, refused row by row, compared with the council's page, and used at once.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { kent, lewisham } from '../../src/calendar/index.ts';
import { textOf } from '../../src/chat/card.ts';
import type { Job } from '../../src/chat/contract.ts';
import { features } from '../../src/features.ts';
import { sayIssue } from '../../src/imports/issues.ts';
import { saySchools } from '../../src/imports/school-report.ts';
import { importSchools } from '../../src/imports/schools.ts';
import { importTerms } from '../../src/imports/terms.ts';
import { sayTerms } from '../../src/imports/terms-report.ts';
import { aHouse } from '../support/house.ts';

const ran: string[] = [];
const onSchoolDays: Job = {
  name: 'onSchoolDays',
  title: 'On school days',
  at: '09:00',
  on: 'SCHOOL_DAYS',
  run: async ({ slot }) => void ran.push(slot),
};
const house = await aHouse({
  now: '2026-11-23T09:00:00Z',
  features: [...features, { name: 'school days', commands: [], cards: [], jobs: [onSchoolDays] }],
});
const { prisma } = house;
const director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
const now = house.clock.now();
const HEADER = 'school year,what,first day,last day,school days\n';
const importText = (text: string, dryRun = false) => importTerms(prisma, Buffer.from(HEADER + text), { dryRun }, now);
const faults = async (text: string) => (await importText(text)).issues.map(sayIssue);
const status = async () => textOf((await house.says(director, 'status')).card!.card);
const setTerms = (termCalendarId: string | null) => prisma.partnership.updateMany({ data: { termCalendarId } });

/** The rows of a shipped year, as somebody would type them off the council's page. */
function rowsOf(
  {
    schoolYear,
    halfTerms,
  }: { schoolYear: string; halfTerms: readonly { number: number; firstDay: string; lastDay: string }[] },
  counts: (number | string)[] = [],
) {
  const british = (day: string) => day.split('-').reverse().join('/');
  return halfTerms
    .map(
      ({ number, firstDay, lastDay }, at) =>
        `${schoolYear},half-term ${number},${british(firstDay)},${british(lastDay)},${counts[at] ?? ''}`,
    )
    .join('\n');
}

beforeEach(async () => {
  await prisma.termYear.deleteMany();
  await setTerms('london-pattern');
});

describe('term dates', () => {
  it('from the template are read whole, and a second time change nothing', async () => {
    const template = await readFile(path.join(import.meta.dirname, '../../docs/terms-template.csv'));
    const dry = await importTerms(prisma, template, { dryRun: true }, now);
    expect(dry.issues).toEqual([]);
    expect(await prisma.termYear.count()).toBe(0);
    expect(sayTerms(dry).at(-1)).toBe('This was a dry run: nothing was written.');

    const first = await importTerms(prisma, template, { dryRun: false }, now);
    expect(first.years.map(({ schoolYear, isChanged }) => [schoolYear, isChanged])).toEqual([
      ['2026/27', true],
      ['2027/28', true],
    ]);
    const stored = await prisma.termYear.findMany();
    const audits = () => prisma.auditEvent.count({ where: { event: 'terms.imported' } });
    const before = await audits();
    const again = await importTerms(prisma, template, { dryRun: false }, new Date('2026-11-24T09:00:00Z'));
    expect(again.years.every(({ isChanged }) => !isChanged)).toBe(true);
    expect(await prisma.termYear.findMany()).toEqual(stored);
    expect(await audits()).toBe(before);
    expect(sayTerms(again)).toContain('2026/27, unchanged:');
  });

  it('of Lewisham in 2022/23 come to 36 and 28 days where the council’s page says 37 and 29, and it is told why', async () => {
    const report = await importText(rowsOf(lewisham.years[0]!, [37, 35, 29, 30, 29, 35]));
    const said = sayTerms(report).join('\n');
    expect(said).toContain(
      'Half-term 1: Thu 1 Sep 2022 to Fri 21 Oct 2022, 36 school days (not counted: State funeral of Queen Elizabeth II on 19 Sep 2022)',
    );
    expect(said).toContain(
      'Half-term 5: Mon 17 Apr 2023 to Fri 26 May 2023, 28 school days (not counted: Early May bank holiday on 1 May 2023 and Coronation of King Charles III on 8 May 2023)',
    );
    expect(said).toContain('193 school days in all.');
    expect(report.issues).toEqual([]);
    expect(report.years[0]!.remarks.map(({ line, value, problem }) => [line, value, problem])).toEqual([
      [2, '37', 'from its dates half-term 1 has 36 school days.'],
      [6, '29', 'from its dates half-term 5 has 28 school days.'],
    ]);
  });

  it('of Kent in 2026/27 have 33 days in the first half-term once the inset day is off', async () => {
    const year = kent.years.find(({ schoolYear }) => schoolYear === '2026/27')!;
    const report = await importText(`${rowsOf(year, [33, 35, 30, 24, 34, 34])}\n2026/27,INSET,01/09/2026,,`);
    expect(sayTerms(report).join('\n')).toContain(
      'Half-term 1: Tue 1 Sep 2026 to Fri 16 Oct 2026, 33 school days (not counted: 1 inset day)',
    );
    expect(report.years[0]!.remarks).toEqual([]);
  });

  it.each([
    ['Half-term 1', 'Term 1', 'autumn 1', 'Autumn term first half', 'HT1'],
    ['half term 6', 'term 6', 'Summer 2', 'summer second half', 'ht 6'],
  ])('are understood as people name them: %s', async (...names) => {
    const [from, to] = names[0] === 'Half-term 1' ? ['2026-09-02', '2026-10-23'] : ['7 June 2027', 'Wed 21 July 2027'];
    for (const name of names) {
      await prisma.termYear.deleteMany();
      await setTerms(null);
      const report = await importText(`2026-27,${name},${from},${to}`);
      expect(report.issues, name).toEqual([]);
      expect(report.years[0]!.after.halfTerms).toHaveLength(1);
    }
  });

  it('given by whole terms are split by the holiday in them', async () => {
    const report = await importText(
      ',autumn term,01/09/2026,18/12/2026\n,half term,26/10/2026,30/10/2026\n,Christmas holidays,21/12/2026,01/01/2027\n,summer term,12/04/2027,21/07/2027\n,May bank holiday,03/05/2027,\n,half term break,31/05/2027,04/06/2027\n,spring term,04/01/2027,25/03/2027\n,holiday,15/02/2027,19/02/2027',
    );
    expect(report.issues.map(sayIssue)).toEqual([]);
    expect(
      report.years[0]!.after.halfTerms.map(({ number, firstDay, lastDay }) => [number, firstDay, lastDay]),
    ).toEqual([
      [1, '2026-09-01', '2026-10-23'],
      [2, '2026-11-02', '2026-12-18'],
      [3, '2027-01-04', '2027-02-12'],
      [4, '2027-02-22', '2027-03-25'],
      [5, '2027-04-12', '2027-05-28'],
      [6, '2027-06-07', '2027-07-21'],
    ]);
  });

  it('with inset days alone leave the half-terms as they count now; all six replace everything', async () => {
    const some = await importText('2026/27,inset day,30/11/2026,\n2026/27,closure,29/12/2026,31/12/2026');
    expect(some.years[0]!.after).toMatchObject({
      halfTerms: [{ number: 1 }, {}, {}, {}, {}, { number: 6, lastDay: '2027-07-21' }],
      insetDays: ['2026-11-30'],
      closures: ['2026-12-29', '2026-12-30', '2026-12-31'],
    });
    expect(sayTerms(some)).toContain('2026/27, your own dates, in the place of those that came with Convenor:');
    const later = await importText('2026/27,half-term 6,07/06/2027,23/07/2027');
    expect(sayTerms(later).join('\n')).toContain(
      'Half-term 6: Mon 7 Jun 2027 to Fri 23 Jul 2027, 35 school days; was Mon 7 Jun 2027 to Wed 21 Jul 2027',
    );
    expect(later.years[0]!.after.insetDays).toEqual(['2026-11-30']);
    const whole = await importText(rowsOf(kent.years[2]!));
    expect(whole.years[0]!.after.insetDays).toBeUndefined();
    expect(sayTerms(whole).join('\n')).toContain('Inset days were: Mon 30 Nov 2026.');
  });
});

describe('a row of term dates that is wrong', () => {
  it('is told with its line, column, value and remedy; its school year is left out and the others are taken', async () => {
    const report = await importText(
      '2026/27,half-term 1,01/09/2026,23/10/2026\n2026/27,half-term 2,02/11/2026,19/12/2026\n2024/25,half-term 1,02/09/2024,18/10/2024',
    );
    expect(report.issues.map(sayIssue)).toEqual([
      'Line 3, last day, “19/12/2026”: Saturday 19 December 2026 is no school day: it is at the weekend. Write the first and the last day on which there is school.',
    ]);
    expect(report.years.map(({ schoolYear }) => schoolYear)).toEqual(['2024/25']);
    expect(sayTerms(report)).toContain('2026/27 was left out. Put these rows right and import the file again.');
    expect((await prisma.termYear.findMany()).map(({ schoolYear }) => schoolYear)).toEqual(['2024/25']);
  });

  it.each([
    [
      'ends before it starts',
      '2026/27,half-term 1,23/10/2026,01/09/2026',
      'Line 2, last day, “01/09/2026”: it ends before it starts. Look at both dates.',
    ],
    [
      'lies in another year',
      '2026/27,half-term 1,01/09/2025,23/10/2025',
      'Line 2, first day, “01/09/2025”: this day is in the school year 2025/26, not in 2026/27. Look at the year of the date; a school year runs from September to August.',
    ],
    [
      'starts on a bank holiday',
      '2026/27,half-term 5,03/05/2027,28/05/2027',
      'Line 2, first day, “03/05/2027”: Monday 3 May 2027 is no school day: it is a bank holiday (Early May bank holiday). Write the first and the last day on which there is school.',
    ],
    [
      'has no last day',
      '2026/27,half-term 1,01/09/2026,',
      'Line 2, last day: there is no date. Write the last day of it, like 16/10/2026.',
    ],
    [
      'is far too long',
      '2026/27,half-term 1,01/09/2026,18/12/2026',
      'Line 2, last day, “18/12/2026”: half-term 1 would have 79 school days. If there is a holiday in it, end it before the holiday.',
    ],
    [
      'is far too short',
      '2026/27,half-term 1,01/09/2026,04/09/2026',
      'Line 2, last day, “04/09/2026”: half-term 1 would have 4 school days. Look at both dates.',
    ],
    [
      'is a whole term without its holiday',
      '2026/27,autumn term,01/09/2026,18/12/2026',
      'Line 2, what, “autumn term”: the holiday in the middle of this term is missing. Add a row “holiday” with its first and last day.',
    ],
    [
      'is nothing known',
      '2026/27,sports day,01/09/2026,',
      'Line 2, what, “sports day”: this is no half-term, inset day or closure. Write “half-term 1” to “half-term 6”, “autumn term”, “spring term” or “summer term” with a row “holiday” for the break in it, “inset day” or “closure”.',
    ],
    [
      'names no school year',
      '2026/28,half-term 1,01/09/2026,23/10/2026',
      'Line 2, school year, “2026/28”: this is not a school year. Write it like 2026/27, or leave the cell empty.',
    ],
    [
      'is an inset day at a weekend',
      '2026/27,inset day,28/11/2026,',
      'Line 2, first day, “28/11/2026”: Saturday 28 November 2026 is no school day: it is at the weekend. Look at the date, or leave the row out.',
    ],
    [
      'is a closure of a month',
      '2026/27,closure,01/12/2026,31/12/2026',
      'Line 2, last day, “31/12/2026”: that is more than two weeks. Look at both dates.',
    ],
    [
      'is no bank holiday',
      '2026/27,bank holiday,04/05/2027,',
      'Line 2, first day, “04/05/2027”: this is no bank holiday that I know. If the authority is shut on that day, write “closure”.',
    ],
    [
      'has a date of two figures',
      '2026/27,half-term 1,01/09/26,23/10/2026',
      'Line 2, first day, “01/09/26”: the year has two figures, so its century is a guess. Write the year in full, like 01/09/2024.',
    ],
    [
      'counts in words',
      '2026/27,half-term 1,01/09/2026,23/10/2026,many',
      'Line 2, school days, “many”: this is not a whole number. Write it in figures only, or leave the cell empty.',
    ],
    [
      'lies beyond the bank holidays that are known',
      '2029/30,half-term 1,03/09/2029,19/10/2029',
      'Line 2, first day, “03/09/2029”: the bank holidays of 2029 are not known yet. Import this school year later, with a version of Convenor that knows them.',
    ],
    [
      'is an inset day of a year of which nothing else is known',
      '2024/25,inset day,02/09/2024,',
      'Line 2, what, “inset day”: the half-terms of 2024/25 are not known. Add them to the list: half-term 1 to half-term 6.',
    ],
  ])('because it %s', async (_, row, said) => {
    await setTerms(null);
    expect(await faults(row)).toEqual([said]);
    expect(await prisma.termYear.count()).toBe(0);
  });

  it('because of another row: an overlap, a half-term given twice, one that is missing, a holiday within one', async () => {
    await setTerms(null);
    expect(
      await faults('2026/27,half-term 1,01/09/2026,23/10/2026\n2026/27,half-term 2,19/10/2026,18/12/2026'),
    ).toEqual([
      'Line 3, first day, “19/10/2026”: half-term 2 starts on 19 Oct 2026, before half-term 1 (line 2) ends on 23 Oct 2026. Look at the dates of both.',
    ]);
    expect(await faults('2026/27,half-term 1,01/09/2026,23/10/2026\n2026/27,term 1,01/09/2026,16/10/2026')).toEqual([
      'Line 3, what, “term 1”: half-term 1 is on line 2 already. Keep one of the two rows.',
    ]);
    expect(
      await faults('2026/27,half-term 1,01/09/2026,23/10/2026\n2026/27,half-term 3,04/01/2027,12/02/2027'),
    ).toEqual([
      'Line 3, what, “half-term 3”: half-term 2 is missing between 1 and 3. Add it, with its first and last day.',
    ]);
    expect(await faults('2026/27,half-term 1,01/09/2026,30/10/2026\n2026/27,holiday,26/10/2026,30/10/2026')).toEqual([
      'Line 3, first day, “26/10/2026”: this holiday lies in half-term 1 (line 2). End the half-term before it, or take the holiday out.',
    ]);
    expect(await prisma.termYear.count()).toBe(0);
  });

  it('because it overlaps with what counts already', async () => {
    expect(await faults('2026/27,half-term 2,19/10/2026,18/12/2026')).toEqual([
      'Line 2, first day, “19/10/2026”: half-term 2 starts on 19 Oct 2026, before half-term 1 (which counts already) ends on 23 Oct 2026. Look at the dates of both.',
    ]);
  });
});

describe('a partnership without term dates', () => {
  it('is told how to add them, by status and by the import of schools', async () => {
    await setTerms(null);
    expect(await status()).toContain('setup list terms');
    const schools = await readFile(path.join(import.meta.dirname, 'fixtures/gias-spreadsheet.csv'));
    const ask = () =>
      importSchools(prisma, schools, { dryRun: true, authorities: ['998'], partnership: 'Marlowe partnership' }, now);
    expect(saySchools(await ask()).join()).toContain('npm run import -- terms FILE');
    await importText(rowsOf(kent.years[2]!));
    expect(saySchools(await ask()).join()).not.toContain('There are no term dates yet');
  });

  it('has them in status and in its jobs as soon as they are read', async () => {
    await setTerms(null);
    expect(await house.runJobs()).toContain('onSchoolDays');
    house.clock.moveTo('2026-11-24T09:00:00Z');
    // A year in which the school is shut on that day.
    await importText(`${rowsOf(kent.years[2]!)}\n2026/27,closure,24/11/2026,`);
    expect(await status()).not.toContain('Term dates');
    expect(await house.runJobs()).not.toContain('onSchoolDays');
    house.clock.moveTo('2026-11-25T09:00:00Z');
    expect(await house.runJobs()).toContain('onSchoolDays');
    expect(ran).toEqual(['2026-11-23', '2026-11-25']);
  });
});
