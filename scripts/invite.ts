// npm run invite -- [NAME | --role ROLE | --all] [--by-email] [--partnership NAME]
// Prints join codes, one line a person. A code is shown here and nowhere else: only its hash is stored. With --by-email nothing is
// shown: joining links go to the addresses in the list of people.

import { parseArgs } from 'node:util';
import { sayDate, today as todayIn } from '../src/calendar/index.ts';
import type { Partnership } from '../src/chat/contract.ts';
import { roleLabel } from '../src/chat/permission.ts';
import { Refusal } from '../src/chat/refusal.ts';
import { readSettings } from '../src/config.ts';
import { readEnvironment } from '../src/environment.ts';
import { nearestRole, roleNamed } from '../src/imports/index.ts';
import { type Invitation, type Invited, invite, inviteAllByMail } from '../src/people/invitations.ts';
import type { Tx } from '../src/store/database.ts';
import { choosePartnership } from './partnership.ts';
import { runProgram } from './program.ts';
import { withStore } from './store.ts';

const USAGE = `Print join codes: each lets one person tell Convenor who they are, once, within 14 days.
Give a code to that person and to nobody else. Codes given before stop working.

  npm run invite -- "Ada Okafor"          one person
  npm run invite -- --role "Headteacher"  everybody who holds a role today
  npm run invite -- --all                 everybody

  --by-email           send each a joining link instead, to the address in the list of people: for people on
                       neither Teams nor Slack. Convenor sends it when it runs (docs/mail.md).
  --partnership NAME   which partnership, when there is more than one`;

await runProgram(main);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      role: { type: 'string' },
      all: { type: 'boolean', default: false },
      'by-email': { type: 'boolean', default: false },
      partnership: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const name = positionals.join(' ').trim();
  const asked = [name !== '', values.role !== undefined, values.all].filter(Boolean).length;
  if (values.help || asked !== 1) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  return withStore(async (store) => {
    const now = new Date();
    const lines = await store.prisma.$transaction(
      async (tx) => {
        const partnership = await choosePartnership(tx, values.partnership, now);
        const whom: Invited =
          name !== '' ? { name } : values.role ? { role: roleIn(partnership, values.role) } : { all: true };
        const today = todayIn(now, partnership.timeZone);
        if (values['by-email']) return sendLinks(tx, whom, { partnership, today, now });
        const invitations = await invite(tx, whom, { partnership, today, now });
        return invitations.map((invitation) => say(invitation, partnership));
      },
      { timeout: 120_000 },
    );
    // Only now do the codes work.
    for (const line of lines) console.log(line);
    return 0;
  });
}

/** Have a joining link sent to each, and say to whom; whoever has no address that works is named too. */
async function sendLinks(tx: Tx, whom: Invited, at: { partnership: Partnership; today: string; now: Date }) {
  if (readSettings(readEnvironment()).smtpUrl === undefined)
    throw new Refusal(
      'SMTP_URL is not set, so Convenor sends no e-mail. Set it (docs/mail.md), or invite without --by-email.',
    );
  return (await inviteAllByMail(tx, whom, at)).map(({ name, sent }) => `${name}: ${sent}`);
}

/** "Ada Okafor, headteacher at Tidewell School: KDR-724-FWM, valid until Sunday 6 December 2026" */
function say({ name, roles, code, expiresAt }: Invitation, { framework, timeZone }: Partnership): string {
  const words = roles.map(
    ({ role, school }) => `${roleLabel(framework, role)}${school === null ? '' : ` at ${school}`}`,
  );
  const who = [name, words.slice(0, 2).join(' and ') || 'no role today'].join(', ');
  return `${who}${words.length > 2 ? ' …' : ''}: ${code}, valid until ${sayDate(todayIn(expiresAt, timeZone))}`;
}

function roleIn({ framework }: Partnership, said: string): string {
  const role = roleNamed(said, framework.roles);
  if (role) return role;
  const near = nearestRole(said, framework.roles);
  throw new Refusal(
    `I know no role called “${said}”. ${near ? `Did you mean --role "${near}"?` : 'See the list of roles in docs/importing.md.'}`,
  );
}
