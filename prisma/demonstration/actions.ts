import { instantAt, type LocalDate } from '../../src/calendar/index.ts';
import type { Tx } from '../../src/store/database.ts';
import { asDay } from '../../src/store/days.ts';
import type { Boards, Meetings } from './boards.ts';
import { LANTERNGATE, QUILLGATE, TOLLMARSH } from './borough.ts';
import type { Days } from './days.ts';
import { type Cast, who } from './people.ts';

export interface OpenAction {
  id: number;
  ownerId: number;
}

interface Told {
  boardId: number;
  meetingId: number | null;
  owner: string;
  by: string;
  /** The day of the meeting or the message that it came from. */
  givenOn: LocalDate;
  dueOn: LocalDate;
  what: string;
  intendedImpact?: string;
  done?: { on: LocalDate; evidence: string };
}

/** Write the boards' actions: one two school days late, some still to come, some done with evidence. */
export async function loadActions(
  tx: Tx,
  cast: Cast,
  boards: Boards,
  meetings: Meetings,
  days: Days,
): Promise<OpenAction[]> {
  const open: OpenAction[] = [];
  for (const told of [...atQuillgate(boards, meetings, days), ...elsewhere(boards, meetings, days)]) {
    const { owner, by, givenOn, dueOn, done, ...facts } = told;
    const ownerId = who(cast, owner);
    const { id } = await tx.action.create({
      data: {
        ...facts,
        ownerId,
        dueOn: asDay(dueOn),
        createdById: who(cast, by),
        createdAt: instantAt(givenOn, '18:30'),
        ...(done
          ? { state: 'done', evidence: done.evidence, doneAt: instantAt(done.on, '16:00'), doneById: ownerId }
          : {}),
      },
    });
    if (!done) open.push({ id, ownerId });
  }
  return open;
}

function atQuillgate(boards: Boards, meetings: Meetings, days: Days): Told[] {
  const earlier = {
    boardId: boards.quillgate,
    meetingId: meetings.quillgateEarlier,
    by: 'clerk',
    givenOn: days.within(days.last, 0.5),
  };
  const latest = { boardId: boards.quillgate, meetingId: meetings.quillgateLatest, by: 'clerk', givenOn: days.ago(6) };
  return [
    {
      ...earlier,
      owner: `head-${QUILLGATE}`,
      dueOn: days.ago(2),
      what: 'Bring the review of the behaviour policy to the board',
      intendedImpact: 'Fewer lessons lost to low-level disruption in Years 8 and 9',
    },
    {
      ...earlier,
      owner: 'secondary',
      dueOn: days.within(days.last, 0.8),
      what: 'Find a partner school for mathematics',
      done: {
        on: days.within(days.last, 0.75),
        evidence: 'Orrery Hill School has agreed; first visit by the two subject leaders held.',
      },
    },
    {
      ...earlier,
      owner: `chair-${QUILLGATE}`,
      dueOn: days.ago(8),
      what: 'Lead a skills audit of the governing body',
      done: { on: days.ago(9), evidence: 'Eleven of twelve governors answered; summary is in the governors’ folder.' },
    },
    {
      ...latest,
      owner: `head-${QUILLGATE}`,
      dueOn: days.ahead(5),
      what: 'Bring a mathematics plan for Year 10',
      intendedImpact: 'Predicted grades in mathematics at least where they were last summer',
    },
    {
      ...latest,
      owner: 'nadia',
      dueOn: days.ahead(3),
      what: 'Book the last two half days of mathematics support for Year 10',
      intendedImpact: 'The support is used while it is still paid for',
    },
    {
      ...latest,
      owner: `governor-${QUILLGATE}-2`,
      dueOn: days.ahead(8),
      what: 'Visit humanities and look at work for the highest attainers',
      intendedImpact: 'The board sees for itself whether work has become harder',
    },
    {
      ...latest,
      owner: `chair-${QUILLGATE}`,
      dueOn: days.ahead(12),
      what: 'Ask governor services for a governor who knows finance',
    },
  ];
}

function elsewhere(boards: Boards, meetings: Meetings, days: Days): Told[] {
  const lanterngate = { boardId: boards.lanterngate, by: 'clerk' };
  const first = { ...lanterngate, meetingId: meetings.lanterngateEarlier, givenOn: days.within(days.last, 0.7) };
  const latest = { ...lanterngate, meetingId: meetings.lanterngateLatest, givenOn: days.ago(3) };
  const tollmarsh = {
    boardId: boards.tollmarsh,
    meetingId: meetings.tollmarshEarlier,
    by: 'tollmarsh-clerk',
    givenOn: days.within(days.beforeLast, 0.6),
  };
  const challenge = {
    boardId: boards.challenge,
    meetingId: meetings.challengeEarlier,
    by: 'clerk',
    givenOn: days.within(days.beforeLast, 0.7),
  };
  return [
    {
      ...first,
      owner: `head-${LANTERNGATE}`,
      dueOn: days.ago(4),
      what: 'Bring a plan for science in Years 10 and 11',
      done: { on: days.ago(4), evidence: 'Plan sent to all members and gone through at the meeting.' },
    },
    {
      ...latest,
      owner: `head-${LANTERNGATE}`,
      dueOn: days.ahead(6),
      what: 'Send the science grades by set',
      intendedImpact: 'The board can see which sets need help first',
    },
    {
      ...latest,
      owner: 'thomas',
      dueOn: days.ahead(14),
      what: 'Look at practical work in science on the next visit',
    },
    {
      ...tollmarsh,
      owner: `head-${TOLLMARSH}`,
      dueOn: days.within(days.last, 0.2),
      what: 'Report on reading ages in Year 7',
      done: {
        on: days.after(days.within(days.last, 0.2), -1),
        evidence: 'Report sent to members: 38% read below their age, down from 46%.',
      },
    },
    {
      ...challenge,
      owner: 'programme',
      dueOn: days.ahead(10),
      what: 'Bring a first draft of the shared training plan for middle leaders',
      intendedImpact: 'Every member school sends at least two leaders next term',
    },
    {
      ...challenge,
      owner: 'director',
      dueOn: days.within(days.last, 0.6),
      what: 'Confirm the money set aside for schools in red and amber',
      done: { on: days.within(days.last, 0.5), evidence: 'Schools Forum agreed 50,000 pounds for this year.' },
    },
  ];
}
