import { beforeAll, describe, expect, it } from 'vitest';
import { aHouse, type Person, type TestHouse } from '../support/house.ts';

let house: TestHouse;
let director: Person;
let chair: Person;

beforeAll(async () => {
  house = await aHouse({ now: '2026-11-23T09:00:00Z' });
  director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
  for (const name of ["St Mary's Academy", 'Quillgate School', 'Lanterngate School']) {
    const school = await house.school(name);
    const board = await house.board(`Raising Attainment Board, ${name}`, { school });
    if (name.startsWith('Quill')) {
      chair = await house.person('Gus Hill', { role: 'GOVERNOR', school });
      await house.seat(board.id, chair, { role: 'GOVERNOR', isChair: true });
    }
  }
});

describe('a board', () => {
  it.each([
    ['board show Quilgate', 'Quillgate'],
    ['board show for lantrengate', 'Lanterngate'],
    ['board show Saint Marys', 'St Mary'],
  ])('is found by its school’s name as people write it: %s', async (words, found) => {
    expect(JSON.stringify((await house.says(director, words)).card?.card)).toContain(found);
  });

  it('of another school is not found by a slip either', async () => {
    expect((await house.says(chair, 'board show Lantrengate')).said).toContain('I know no open board “Lantrengate”');
  });
});
