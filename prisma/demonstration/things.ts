// What a newcomer can do, each thing in the words of somebody's own work: whose it is, how it is done, what became of it,
// and who was told. Words in quotation marks that begin small are typed as they stand.
import { LANTERNGATE, MALLOW_STREET, QUILLGATE, SCHOOLS, TOLLMARSH, VERRALL_GREEN } from './borough.ts';
import type { ThingKey } from './ended.ts';
import type { Story } from './story.ts';

export interface Thing {
  key: ThingKey;
  /** Whose it is, by the keys of `borough.ts`; the clock is nobody's. */
  who: string | undefined;
  role: string;
  what: string;
  how(story: Story): string;
  /** The subject of the card that it begins with, where there is one. */
  subject?(story: Story): string;
  ended: string;
  /** Whom to be next, who that is, what there is to see, and the subject of the card that says it. */
  next?: { who: string; role: string; look(story: Story): string; subject?(story: Story): string };
}

const school = (urn: number) => SCHOOLS.find((one) => one.urn === urn)!.name;

/** In the order in which a newcomer is offered them. */
export const THINGS: Thing[] = [
  {
    key: 'grades',
    who: `head-${VERRALL_GREEN}`,
    role: `Headteacher of ${school(VERRALL_GREEN)}`,
    what: 'Finish your school’s grades',
    how: () =>
      'You are half-way. Press a grade or type “good”, then say what shows it. When all are given, type “submit”.',
    subject: ({ grades }) => `evaluation:${grades}`,
    ended: 'Your school’s grades are given, and nobody will chase you.',
    next: {
      who: 'nadia',
      role: 'who looks after this school',
      look: () => `${school(VERRALL_GREEN)} has answered. Type “round status” to see who has not.`,
    },
  },
  {
    key: 'approve',
    who: `governor-${QUILLGATE}-2`,
    role: `Governor of ${school(QUILLGATE)}`,
    what: 'Approve the minutes of your board',
    how: () => 'Read the card. Then press Approve, or approve with a correction and write what should change.',
    subject: ({ circulated }) => `minutes:${circulated}`,
    ended: 'Your answer is kept with the text that you were shown.',
    next: {
      who: 'clerk',
      role: 'who clerks the board',
      look: ({ circulated }) => `The card about ${circulated} says who has answered, and who has not.`,
      subject: ({ circulated }) => `minutes:${circulated}`,
    },
  },
  {
    key: 'circulate',
    who: 'clerk',
    role: 'Clerk to the boards',
    what: 'Send a draft to its governors',
    how: ({ draft }) => `The minutes are written. Press Circulate to governors, or type “minutes circulate ${draft}”.`,
    subject: ({ draft }) => `minutes:${draft}`,
    ended: 'The draft is with its three governors.',
    next: {
      who: `governor-${LANTERNGATE}-2`,
      role: 'one of its governors',
      look: () => 'The minutes have come, with the text and the buttons to answer.',
      subject: ({ draft }) => `minutes:${draft}`,
    },
  },
  {
    key: 'action',
    who: `head-${QUILLGATE}`,
    role: `Headteacher of ${school(QUILLGATE)}`,
    what: 'Close an action that is two school days late',
    how: ({ late }) =>
      `Press Done on its card and say what shows it, or type “action done ${late} The policy went to governors”.`,
    subject: ({ late }) => `action:${late}`,
    ended: 'The action is off your list, and the reminders have stopped.',
    next: {
      who: `governor-${QUILLGATE}-1`,
      role: 'who chairs the board',
      look: () => 'Type “action list” to see what is still open at your board.',
    },
  },
  {
    key: 'ask',
    who: `governor-${QUILLGATE}-1`,
    role: `Chair of ${school(QUILLGATE)}’s board`,
    what: 'Answer an owner who needs longer',
    how: ({ asked }) =>
      `Read the reason on the card. Then press Agree, or refuse or set another date; or type “action agree ${asked}”.`,
    subject: ({ asked }) => `action:${asked}`,
    ended: 'It is decided, and nobody was reminded while it waited.',
    next: {
      who: `chair-${QUILLGATE}`,
      role: 'who asked',
      look: ({ asked }) => `Your answer about ${asked} has come, and the action’s own card says the same.`,
      subject: ({ asked }) => `action:${asked}`,
    },
  },
  {
    key: 'recommend',
    who: 'nadia',
    role: 'School improvement officer',
    what: `Recommend a category for ${school(VERRALL_GREEN)}`,
    how: () => 'A form asks for your reasons when you type “category recommend Verrall Green amber”.',
    ended: 'Your recommendation is kept; somebody else decides.',
    next: {
      who: 'standards',
      role: 'who decides on categories',
      look: () => 'The recommendation has come, with the reasons and the buttons to decide.',
    },
  },
  {
    key: 'confirm',
    who: 'standards',
    role: 'Head of Standards',
    what: `Decide on amber for ${school(MALLOW_STREET)}`,
    how: ({ recommendation }) =>
      `Press Confirm on the officer’s recommendation, or type “category confirm ${recommendation}”.`,
    subject: ({ recommendation }) => `category:${recommendation}`,
    ended: 'It is decided. The school hears it first, its board after that.',
    next: {
      who: `head-${MALLOW_STREET}`,
      role: 'the headteacher',
      look: () => 'You heard before anybody else did. The channel # Challenge Board was told only then.',
      subject: ({ recommendation }) => `category:${recommendation}`,
    },
  },
  {
    key: 'status',
    who: 'programme',
    role: 'Programme director',
    what: 'See where the partnership stands',
    how: () => 'Type “status”.',
    ended: 'That was everything at a glance, with the board that did not meet.',
    next: {
      who: `chair-${TOLLMARSH}`,
      role: 'chair of governors at Tollmarsh',
      look: () => 'You see your own school and no other: type “status”.',
    },
  },
  {
    key: 'clock',
    who: undefined,
    role: 'The clock',
    what: 'Let a night go by',
    how: () => 'Press Next school day: it says who was written to.',
    ended: 'The clock has done its part, and will do so every day.',
  },
];

/** What a newcomer is told first. */
export const GREETING = {
  title: 'Welcome to Aldermarsh',
  words: [
    'Convenor is a chat bot that convenes school-improvement boards. Here you can be each of the people who use it.',
    'Aldermarsh does not exist. It is the middle of a term there: fourteen secondary schools, one in red, two in amber. Nothing leaves this computer.',
    'Be somebody, do one thing, then be whoever was told of it.',
  ],
};
