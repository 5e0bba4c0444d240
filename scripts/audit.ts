// npm run audit -- verify [--known POSITION:HASH …]
// npm run audit -- saw BOARD|SCHOOL --from DAY --to DAY

import { parseArgs } from 'node:util';
import { type Link, readLink, sayLink, sealEntries, type Verdict, verifyAudit } from '../src/audit/index.ts';
import { Refusal } from '../src/chat/refusal.ts';
import { saySaw } from './audit/saw.ts';
import { choosePartnership } from './partnership.ts';
import { runProgram } from './program.ts';
import { LONG, withStore } from './store.ts';

const USAGE = `What was done and seen. Convenor may run meanwhile.

  npm run audit -- verify

Say whether the record of who did what is whole, or which entry was changed or removed.

  --known POSITION:HASH   also compare with a link that was written down before, as this command prints it; may be
                          given several times. Only this shows that somebody with every right on the database has
                          made the whole chain anew.

It ends with 0 when everything is whole, with 1 when something is not, and with 2 when nothing could be verified.

  npm run audit -- saw "Marsh Lane" --from 2026-11-20 --to 2026-11-24

Say who saw what of a school, or of a board (its name, or BRD-3): who looked at it, who was sent it and who did something
about it, with names and times. Days count as a whole; a time can be given too: 2026-11-24T17:30.

  --partnership NAME      which partnership, when there is more than one`;

await runProgram(main);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      partnership: { type: 'string' },
      known: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [what, ...words] = positionals;
  const isSaw = what === 'saw' && words.length > 0;
  if (values.help || !(isSaw || (what === 'verify' && words.length === 0))) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  if (isSaw)
    return withStore(async ({ prisma }) => {
      const partnership = await choosePartnership(prisma, values.partnership, new Date());
      const asked = { words: words.join(' '), from: values.from, to: values.to };
      for (const line of await prisma.$transaction((tx) => saySaw(tx, partnership, asked), LONG)) console.log(line);
      return 0;
    });
  const known = values.known.map(readKnown);
  return withStore(async (store) => {
    // What was written in this minute is sealed first, so that the link that is printed covers it.
    while ((await store.prisma.$transaction((tx) => sealEntries(tx), LONG)) > 0);
    const verdict = await store.prisma.$transaction((tx) => verifyAudit(tx, known), {
      isolationLevel: 'RepeatableRead',
      ...LONG,
    });
    for (const line of say(verdict)) console.log(line);
    return verdict.problems.length === 0 ? 0 : 1;
  });
}

function readKnown(text: string): Link {
  const link = readLink(text);
  if (link) return link;
  throw new Refusal(
    `“${text}” is no link. Give it as this command printed it: the position, a colon and 64 letters and digits.`,
  );
}

function say({ problems, entries, erased, unsealed, last, prunedTo }: Verdict): string[] {
  if (problems.length > 0)
    return [
      ...problems,
      `The audit is not whole: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}. Keep this database as it is, and look at a backup from before.`,
    ];
  return [
    `The audit is whole: ${entries} ${entries === 1 ? 'entry' : 'entries'}${prunedTo > 0 ? `, after ${prunedTo} whose time was over` : ''}.`,
    ...(erased > 0 ? [`Of these ${erased} no longer say what they said: personal data were erased.`] : []),
    ...(unsealed > 0 ? [`${unsealed} more were written meanwhile, and are sealed within a minute.`] : []),
    ...(last.position > 0 ? [`Newest link, to be kept elsewhere: ${sayLink(last)}`] : []),
  ];
}
