// `npm run bench [-- MEASURE …] [--rounds N] [--seconds N]`: Convenor against bare apps on this machine, ratios first.
import { parseArgs } from 'node:util';
import { measureCard } from './measures/card.ts';
import { measureOutbox } from './measures/outbox.ts';
import { measureSlash } from './measures/slash.ts';
import { measureStart } from './measures/start.ts';
import { measureStatus } from './measures/status.ts';
import { measureTeams } from './measures/teams.ts';
import { openPlaces, type Places } from './places.ts';
import { asTable, type Line, print } from './report.ts';

const MEASURES: Record<string, (places: Places, how: { rounds: number; seconds: number }) => Promise<Line[]>> = {
  slash: measureSlash,
  teams: measureTeams,
  status: measureStatus,
  outbox: measureOutbox,
  card: measureCard,
  start: measureStart,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '5' } },
});
const chosen = positionals.length > 0 ? positionals : Object.keys(MEASURES);
const places = await openPlaces();
const lines: Line[] = [];
try {
  for (const name of chosen)
    for (const line of await MEASURES[name]!(places, {
      rounds: Number(values.rounds),
      seconds: Number(values.seconds),
    })) {
      print(line);
      lines.push(line);
    }
} finally {
  await places.stop();
}
console.log(`\n${asTable(lines)}`);
