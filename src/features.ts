// The features of the house, in the order in which they hear what happened. Adding one is a folder and a line here.
import { actions } from './actions/index.ts';
import { audit } from './audit/index.ts';
import { boards } from './boards/index.ts';
import { categories } from './categories/index.ts';
import type { Feature } from './chat/contract.ts';
import { digest } from './digest/index.ts';
import { evaluation } from './evaluation/index.ts';
import { meetingsFeature } from './meetings/index.ts';
import { minutes } from './minutes/index.ts';
import { people } from './people/index.ts';
import { personal } from './personal/index.ts';
import { remindersFeature } from './reminders/index.ts';
import { risk } from './risk/index.ts';
import { setup } from './setup/index.ts';
import { statusFeature } from './status/index.ts';
import { warnings } from './warnings/index.ts';

const meetings: Feature = meetingsFeature(() => features);
const reminders: Feature = remindersFeature(() => features);
const status: Feature = statusFeature(() => features);

/**
 * Every feature. Risk stands before boards: a school hears its category before its chair of governors is asked for a
 * board. The digest comes after those whose jobs it tells of. Agendas carry what all of them bring; reminders, status, home and help speak for all of them. The
 * audit comes last: it seals what the others have written.
 */
export const features: Feature[] = [
  people,
  categories,
  risk,
  boards,
  meetings,
  actions,
  minutes,
  evaluation,
  reminders,
  warnings,
  setup,
  digest,
  status,
  personal,
  audit,
];
