// From the start of the process to its first answer, and the memory it holds at rest: Convenor with both platforms, and a bare app
// that loads both SDKs and Prisma. The database server runs already.
import { setTimeout as sleep } from 'node:timers/promises';
import { DIRECTOR } from '../cast.ts';
import { once, slash } from '../load.ts';
import type { Places } from '../places.ts';
import { type Line, number } from '../report.ts';
import { interleave } from '../rounds.ts';
import { type Subject, startBare, startConvenor } from '../subjects.ts';

const REST_MS = 3000;

export async function measureStart(places: Places, { rounds }: { rounds: number }): Promise<Line[]> {
  const databaseUrl = await places.database('start', { schools: 14, actionsEach: 10 });
  const starts = [
    () => startConvenor({ databaseUrl, slackApiUrl: places.slackApiUrl, hasTeamsSdk: true }),
    () => startBare('both', { DATABASE_URL: databaseUrl }),
  ];
  const measure = (start: () => Promise<Subject>) => async () => {
    const from = performance.now();
    const subject = await start();
    await once(subject.url, slash(DIRECTOR, 'status'));
    const seconds = (performance.now() - from) / 1000;
    await sleep(REST_MS);
    const megabytes = subject.residentMb();
    await subject.stop();
    return { seconds, megabytes };
  };
  // Both have been started once on this machine before: what Node keeps of their code is there.
  for (const start of starts) await measure(start)();
  const [ours, theirs] = (await interleave(rounds, starts.map(measure))) as [Measured, Measured];
  const share = ours.seconds / theirs.seconds;
  return [
    {
      measure: 'start to first answer against a bare app with both SDKs and Prisma',
      found: `${number(share, 2)} of its time`,
      target: 'at most its time',
      isMet: share <= 1,
      figures: `${number(ours.seconds, 2)} against ${number(theirs.seconds, 2)} s`,
    },
    {
      measure: 'resident memory at rest',
      found: `${number(ours.megabytes)} MB`,
      target: 'under 200 MB',
      isMet: ours.megabytes < 200,
      figures: `the bare app ${number(theirs.megabytes)} MB`,
    },
  ];
}

interface Measured {
  seconds: number;
  megabytes: number;
}
