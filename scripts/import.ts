// npm run import -- schools FILE [--dry-run] [--partnership NAME] [--la CODE] [--framework ID] [--terms ID]
// npm run import -- people FILE [--dry-run] [--partnership NAME]
// npm run import -- terms FILE [--dry-run] [--partnership NAME]

import { parseArgs } from 'node:util';
import { Refusal } from '../src/chat/refusal.ts';
import {
  importPeople,
  importSchools,
  importTerms,
  readImportFile,
  sayPeople,
  saySchools,
  sayTerms,
} from '../src/imports/index.ts';
import { runProgram } from './program.ts';
import { withStore } from './store.ts';

const USAGE = `Read a file of schools, of people or of term dates into Convenor. See docs/importing.md.

  npm run import -- schools FILE   a CSV file from Get Information About Schools
  npm run import -- people FILE    a CSV file like docs/people-template.csv
  npm run import -- terms FILE     a CSV file like docs/terms-template.csv

  --dry-run            show what would change and write nothing
  --partnership NAME   which partnership, or the name of a new one
  --la CODE            only schools of this authority; may be given several times
  --framework ID       the framework of a new partnership (lewisham-2015)
  --terms ID           its term dates (lewisham, kent, hillingdon, bexley, london-pattern)`;

await runProgram(main);

/** Exit with 0 when every row was good, 1 when rows were left out, 2 when nothing could be done. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      partnership: { type: 'string' },
      la: { type: 'string', multiple: true, default: [] },
      framework: { type: 'string' },
      terms: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [what, file, ...more] = positionals;
  if (values.help || file === undefined || !['schools', 'people', 'terms'].includes(what!)) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const bytes = await readImportFile(file);
  const authorities = laCodes([...values.la, ...more]);
  const common = { dryRun: values['dry-run'], partnership: values.partnership };
  return withStore(async (store) => {
    const now = new Date();
    if (what === 'people') {
      const report = await importPeople(store.prisma, bytes, common, now);
      for (const line of sayPeople(report)) console.log(line);
      return report.issues.length > 0 ? 1 : 0;
    }
    if (what === 'terms') {
      const report = await importTerms(store.prisma, bytes, common, now);
      for (const line of sayTerms(report)) console.log(line);
      return report.issues.length > 0 ? 1 : 0;
    }
    const { framework, terms } = values;
    const report = await importSchools(store.prisma, bytes, { ...common, authorities, framework, terms }, now);
    for (const line of saySchools(report)) console.log(line);
    return report.issues.length > 0 ? 1 : 0;
  });
}

/** `--la 209 --la 312`, `--la 209,312` and `--la 209 312` mean the same. */
function laCodes(given: string[]): string[] {
  return given
    .flatMap((text) => text.split(','))
    .map((code) => {
      if (!/^\d{1,3}$/.test(code.trim()))
        throw new Refusal(
          `--la ${code} is not the code of an authority. Give its three figures, for example --la 209.`,
        );
      return code.trim().padStart(3, '0');
    });
}
