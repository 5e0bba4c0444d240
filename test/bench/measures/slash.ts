// A signed `/board status` answered by Convenor with 14 schools, and by a bare Bolt app with a constant.
import { DIRECTOR } from '../cast.ts';
import { CHANGES_A_SECOND, whileChanging } from '../changing.ts';
import { load, once, slash } from '../load.ts';
import type { Places } from '../places.ts';
import { type Line, number } from '../report.ts';
import { interleave } from '../rounds.ts';
import { startBare, startConvenor } from '../subjects.ts';

export async function measureSlash(
  places: Places,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Line[]> {
  const databaseUrl = await places.database('slash', { schools: 14, actionsEach: 10 });
  const convenor = await startConvenor({ databaseUrl, slackApiUrl: places.slackApiUrl });
  const bare = await startBare('bolt');
  const make = () => slash(DIRECTOR, 'status');
  const answer = await once(convenor.url, make());
  if (!answer.includes('Schools by category'))
    throw new Error(`Convenor did not answer with a status: ${answer.slice(0, 300)}`);
  for (const { url } of [convenor, bare]) await load({ url, make, seconds: 2 });

  const measured = await interleave(
    rounds,
    [convenor, bare].map(({ url }) => async () => {
      const full = await load({ url, make, seconds });
      const changing = await whileChanging(databaseUrl, () => load({ url, make, seconds }));
      const paced = await load({ url, make, seconds, rate: 50 });
      return { perSecond: full.perSecond, changing: changing.perSecond, p50: paced.p50, p99: paced.p99 };
    }),
  );
  await Promise.all([convenor.stop(), bare.stop()]);
  const [ours, theirs] = measured as [(typeof measured)[0], (typeof measured)[0]];
  const share = ours.perSecond / theirs.perSecond;
  const [p50, p99] = [ours.p50 / theirs.p50, ours.p99 / theirs.p99];
  return [
    {
      measure: 'signed `/board status`, 14 schools, requests a second against a bare Bolt app',
      found: `${number(share, 2)} of its requests`,
      target: 'at least 0.25',
      isMet: share >= 0.25,
      figures: `${number(ours.perSecond)} against ${number(theirs.perSecond)} a second; ${number(ours.changing)} while the store changes ${CHANGES_A_SECOND} times a second`,
    },
    {
      measure: 'the same at 50 a second, median',
      found: `${number(p50, 1)} times its time`,
      target: 'at most 3 times',
      isMet: p50 <= 3,
      figures: `${number(ours.p50, 1)} against ${number(theirs.p50, 1)} ms`,
    },
    {
      measure: 'the same at 50 a second, 99 of 100',
      found: `${number(p99, 1)} times its time`,
      target: 'at most 5 times',
      isMet: p99 <= 5,
      figures: `${number(ours.p99, 1)} against ${number(theirs.p99, 1)} ms`,
    },
  ];
}
