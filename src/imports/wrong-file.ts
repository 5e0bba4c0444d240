// Files that are easily taken for another, told by their headers.

export type FileKind = 'schools' | 'people' | 'terms';

const MARKS: { has: string[]; is: FileKind | 'nothing'; say: string }[] = [
  {
    has: ['linkurn'],
    is: 'nothing',
    say: 'This is the list of links between schools. From the same page, download “Establishment fields”.',
  },
  {
    has: ['group uid'],
    is: 'nothing',
    say: 'This is the list of trusts and groups. From the same page, download “Establishment fields”.',
  },
  {
    has: ['urn', 'establishmentname'],
    is: 'schools',
    say: 'This is a file of schools. Import it with: npm run import -- schools FILE.',
  },
  {
    has: ['name', 'role'],
    is: 'people',
    say: 'This is a list of people. Import it with: npm run import -- people FILE.',
  },
  {
    has: ['what', 'first day'],
    is: 'terms',
    say: 'This is a list of term dates. Import it with: npm run import -- terms FILE.',
  },
];

/** What a file is that lacks the columns of what it was taken for; undefined when it looks like nothing known. */
export function sayOtherKind(headers: string[], wanted: FileKind): string | undefined {
  return MARKS.find(({ has, is }) => is !== wanted && has.every((name) => headers.includes(name)))?.say;
}
