// A mailbox of files, for the demonstration and for development: every e-mail can be looked at, and nobody gets one.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PostOffice } from './post-office.ts';

/** Open a folder that takes letters, each as a file that any mail program opens; the same letter is the same file. */
export function openMailbox(folder: string, now: () => Date): PostOffice {
  return {
    async send({ to, messageId, raw }) {
      const name = to.replace(/[^a-z0-9]+/gi, '-').slice(0, 60);
      const mark = createHash('sha256').update(messageId).digest('hex').slice(0, 8);
      const at = now().toISOString().slice(0, 19).replaceAll(':', '');
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(path.join(folder, `${at}-${name}-${mark}.eml`), raw, { mode: 0o600 });
        return { kind: 'sent', messageId };
      } catch {
        return { kind: 'later', reason: `the folder ${folder} cannot be written to` };
      }
    },
    trouble: async () => undefined,
  };
}
