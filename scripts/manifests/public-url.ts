import { SettingError, type Settings } from '../../src/config.ts';

/** The address under which the platforms reach the program, without a slash at its end. Refuses what they would refuse. */
export function publicUrlOf({ publicUrl }: Pick<Settings, 'publicUrl'>): string {
  if (publicUrl === undefined)
    throw new SettingError(
      'PUBLIC_URL is missing. Set it to the https address under which Convenor is reached from outside, for example https://convenor.example.',
    );
  if (new URL(publicUrl).protocol !== 'https:')
    throw new SettingError(`PUBLIC_URL must start with https:// for Teams and Slack; it is ${publicUrl}.`);
  return publicUrl.replace(/\/+$/, '');
}
