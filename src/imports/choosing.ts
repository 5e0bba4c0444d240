import { Refusal } from '../chat/refusal.ts';

/** The partnership that a list is for: the named one, or the only one. Refuses when it is not clear, and names them. */
export function chooseOne<T extends { name: string }>(partnerships: T[], name: string | undefined, what: string): T {
  const fits =
    name === undefined ? partnerships : partnerships.filter((one) => one.name.toLowerCase() === name.toLowerCase());
  if (fits.length === 1) return fits[0]!;
  if (partnerships.length === 0)
    throw new Refusal(
      'There is no partnership yet. Begin it with npm run setup, or import its schools: npm run import -- schools FILE.',
    );
  const names = partnerships.map((one) => `--partnership "${one.name}"`).join(' or ');
  throw new Refusal(`Say which partnership ${what}: ${names}.`);
}
