// npm run packages [-- --write]
// Says which installed packages nobody has looked at yet, or takes them into docs/packages.txt.

import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { differences, linesOf, REVIEWED, readLockfile, readReviewed } from './packages/list.ts';
import { runProgram } from './program.ts';

const HEAD = `# Every package that the lockfile installs. The first list was taken as it stood; since then somebody looks at each new
# line before it comes in, and test/security/packages.test.ts compares the list with package-lock.json. What is it, who needs
# it, who publishes it, what has changed since the version before, is there an advisory, does it run a script at
# install (then it also belongs into allowScripts)?
`;

await runProgram(async () => {
  const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
  const locked = linesOf(await readLockfile());
  const found = differences(locked, await readReviewed().catch(() => []));
  if (values.write) {
    await writeFile(REVIEWED, `${HEAD}${locked.join('\n')}\n`);
    console.log(
      `Wrote ${locked.length} packages. Look at what changed before you commit it: git diff docs/packages.txt`,
    );
    return 0;
  }
  for (const line of found) console.log(line);
  if (found.length === 0) console.log(`All ${locked.length} packages have been looked at.`);
  return found.length === 0 ? 0 : 1;
});
