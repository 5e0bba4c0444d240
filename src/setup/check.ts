// Somebody asks Convenor to look at itself. The command only writes that down: who looks is woken afterwards.
import { z } from 'zod';
import { type BeatContext, command } from '../chat/contract.ts';
import { MAY_DECIDE } from '../warnings/index.ts';
import { beginCheck, findNewestCheck, keepLines, listLostChecks } from './check.records.ts';
import { brokenOff } from './check-lines.ts';
import { CHECK, subjectOf } from './checking.ts';

/** Looks take a minute or so; after this long whoever looked is gone. */
const LONGEST_MS = 4 * 60_000;

export const checkCommand = command({
  name: CHECK,
  help: 'Let me look at myself: Teams, Slack, my address, my database, and a message to you.',
  typed: {
    words: 'setup check',
    usage: 'setup check',
    example: 'setup check',
    parse: (rest) => (/^last\b/i.test(rest) ? { last: true } : {}),
  },
  input: z.object({ last: z.literal(true).optional() }),
  may: MAY_DECIDE,
  async run({ last }, { tx, now, partnership, actor, outbox, happened }) {
    const asked = { partnershipId: partnership.id, personId: actor.personId };
    const newest = last ? await findNewestCheck(tx, partnership.id) : undefined;
    if (newest !== undefined) return { card: { card: 'self-check', subject: subjectOf(newest) }, isPrivate: true };
    const { id, isNew } = await beginCheck(tx, { ...asked, now, since: new Date(now.getTime() - LONGEST_MS) });
    const subject = subjectOf(id);
    if (!isNew)
      return {
        said: 'I am at it already: this is what I know so far.',
        card: { card: 'self-check', subject },
        isPrivate: true,
      };
    await happened({ event: 'check.asked', subject });
    const validUntil = new Date(now.getTime() + LONGEST_MS);
    await outbox.post({ key: subject, card: 'self-check', subject, to: { personId: actor.personId }, validUntil });
    return {
      said: 'I am looking at myself. A card in our own chat fills in as I find out; if none comes within a minute, type “setup check last”.',
      isPrivate: true,
    };
  },
});

/** A look whose program was ended says so, rather than looking for ever. */
export async function endLostChecks({ tx, now, outbox }: BeatContext): Promise<void> {
  for (const { id, lines } of await listLostChecks(tx, new Date(now.getTime() - LONGEST_MS))) {
    await keepLines(tx, id, brokenOff(lines), now);
    await outbox.refresh(subjectOf(id));
  }
}
