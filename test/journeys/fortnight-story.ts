// What some of the demonstration's people do in its first fortnight. The others do nothing at all.
import type { Answer } from '../../src/chat/contract.ts';
import type { Person, TestHouse } from '../support/house.ts';
import type { Diary } from './diary.ts';

type Inputs = Record<string, string>;

/** Live through the fortnight from Wednesday 25 November to Wednesday 9 December 2026. */
export async function liveTheFortnight(diary: Diary, house: TestHouse): Promise<void> {
  const somebody = (name: string): Promise<Person> => house.prisma.person.findFirstOrThrow({ where: { name } });
  async function presses(name: string, card: string, title: string, inputs: Inputs = {}): Promise<Answer> {
    const who = await somebody(name);
    const answer = await diary.does(who, `presses “${title}”${inWords(inputs)} (${card})`, () =>
      house.presses(who, title, inputs, { card }),
    );
    return hasBeenDone(answer);
  }
  async function types(name: string, words: string): Promise<Answer> {
    const who = await somebody(name);
    return hasBeenDone(await diary.does(who, `types “${words}”`, () => house.says(who, words)));
  }

  await diary.begin();

  await diary.liveUntil('19:40');
  await presses('Denise Palfrey', 'minutes-approval', 'Approve');
  await types('Martin Okonjo', 'action later ACT-1 to 4 December because the governors’ committee meets on the 3rd');

  await diary.liveTo('2026-11-26');
  await diary.liveUntil('18:15');
  await presses('Sunita Gill', 'warning', 'MSG-25 did arrive');
  await presses('Samir Haddad', 'action-ask', 'Agree');
  await types('Priya Nair', 'action refuse ACT-7 because the board asks about the money when it meets');
  await presses('Helen Marchbanks', 'category-recommendation', 'Confirm');
  await types('Farida Chowdhury', 'action decline ACT-9 because the deputy has the sets');

  await diary.liveTo('2026-11-27');
  await diary.liveUntil('17:30');
  await presses('Siobhan Kerrigan', 'agenda', 'I will be there');
  await presses('Olu Bankole', 'agenda', 'Apologies');
  await types('Beatrice Osei', 'board create for Mallow Street chair Beatrice Osei');
  await presses('Priya Nair', 'agenda-to-publish', 'Publish now');

  await diary.liveTo('2026-11-30');
  await diary.liveUntil('18:00');
  await presses('Nadia Rahman', 'action', 'Done', { evidence: 'Booked for 7 and 14 December.' });
  await presses('Priya Nair', 'minutes-progress', 'Circulate to governors');
  await types('Priya Nair', 'meeting add Challenge Board on 14 December at 16:00 in the Civic Centre');
  await presses('Ravi Sundaram', 'board-invitation', 'I cannot', { reason: 'I retire at Christmas.' });

  await diary.liveTo('2026-12-01');
  await diary.liveUntil('20:10');
  const evidence = 'Attendance is above last year, and pupils say so in their survey.';
  await presses('Eleanor Voss', 'evaluation', '2 Good');
  await presses('Eleanor Voss', 'evaluation', 'Write the evidence', { evidence });
  await presses('Eleanor Voss', 'evaluation', '3 Requires improvement');
  await types('Eleanor Voss', 'Results in mathematics fell last summer.');
  await presses('Eleanor Voss', 'evaluation', 'Submit');

  await diary.liveTo('2026-12-07');
  await diary.liveUntil('16:45');
  await presses('Lorraine Tully', 'meeting', 'Yes, it was held');
  await presses('Joan Mbeki', 'minutes-approval', 'I cannot approve', { words: 'Item 3 leaves out reading.' });

  await diary.liveTo('2026-12-08');
  await diary.liveUntil('21:05');
  await types('Denise Palfrey', 'action done ACT-6 Visited on Friday; notes are with the clerk');

  await diary.liveTo('2026-12-09');
}

function hasBeenDone(answer: Answer): Answer {
  if (answer.outcome !== 'done' || answer.fieldErrors)
    throw new Error(`It was refused: ${answer.said ?? JSON.stringify(answer.fieldErrors)}`);
  return answer;
}

function inWords(inputs: Inputs): string {
  const written = Object.values(inputs).map((words) => `“${words}”`);
  return written.length === 0 ? '' : ` and writes ${written.join(', ')}`;
}
