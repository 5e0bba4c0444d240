// What platforms that look at themselves have in common: how late it is elsewhere, and what their endpoint answers a stranger.
import type { CheckQuestion, Finding } from './platform.ts';

export type { CheckQuestion, Checkup, Finding, Knocked } from './platform.ts';

/** Both platforms refuse what was signed more than five minutes from now; before that there is time to say so. */
const WORRYING_SECONDS = 60;

/** Compare the machine's time with the `Date` of a platform's answer, which has whole seconds. */
export function saySkew(date: string | null, now: Date, whose: string): Finding {
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs)) return { words: `${whose} did not say how late it is.` };
  const seconds = Math.round((now.getTime() - theirs) / 1000);
  const off = Math.abs(seconds);
  if (off <= 2) return { isGood: true, words: `this machine’s clock agrees with ${whose}’s` };
  const words = `this machine’s clock is ${off} seconds ${seconds > 0 ? 'ahead of' : 'behind'} ${whose}’s`;
  if (off <= WORRYING_SECONDS) return { isGood: true, words };
  return {
    isGood: false,
    words: `${words}.`,
    next: 'Let the network set the clock (timedatectl set-ntp true): from 5 minutes on every request is refused.',
  };
}

/** A stranger at an endpoint has to be turned away with an empty 401, and by this program. */
export async function sayKnocked(knock: CheckQuestion['knock'], path: string, what: string): Promise<Finding> {
  if (knock === undefined) return { words: 'PUBLIC_URL is not set, so it cannot be tried.' };
  const { status, body } = await knock(path);
  if (status === 401 && body === '')
    return { isGood: true, words: `${path} turns away who is not known, as it should` };
  const answered = status === 401 ? 'a 401 with words of another program' : String(status);
  const next =
    status >= 300 && status < 400
      ? `The proxy sends it elsewhere. Let it pass ${path} on to Convenor as it is, over https.`
      : `Let the proxy pass ${path} on to Convenor with POST, without a login of its own; it is ${what}.`;
  return { isGood: false, words: `${path} answers ${answered}, where an empty 401 is right.`, next };
}
