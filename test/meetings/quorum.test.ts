import { describe, expect, it } from 'vitest';
import { boardTemplate, lewisham2015 } from '../../src/frameworks/index.ts';
import { type Member, quorumInWords, quorumOf, standingInWords, wasMetInWords } from '../../src/meetings/quorum.ts';

const rab = boardTemplate(lewisham2015, 'RAB');
const challenge = boardTemplate(lewisham2015, 'CHALLENGE');
const member = (role: string, comes: boolean | undefined, more: Partial<Member> = {}): Member => ({
  role,
  comes,
  isChair: false,
  isClerk: false,
  ...more,
});
const board = (chair: boolean | undefined, head: boolean | undefined, officer?: boolean, sio?: boolean) => [
  member('GOVERNOR', chair, { isChair: true }),
  member('HEADTEACHER', head),
  member('STRATEGIC_LEAD_SECONDARY', officer),
  member('SIO', sio),
  member('CLERK', true, { isClerk: true }),
];
const said = (members: Member[], template = rab) => standingInWords(quorumOf(template, members));

describe('a Raising Attainment Board', () => {
  it('needs its chair, the headteacher and someone from the authority', () => {
    expect(quorumInWords(rab, [])).toBe(
      'the chair, the headteacher and someone from the local authority (a default: your framework sets none)',
    );
    expect(said(board(true, true, true))).toBe('would be met');
    expect(said(board(true, true, false, true))).toBe('would be met');
  });

  it('has no quorum yet while somebody it needs has not answered', () => {
    expect(said(board(undefined, true, false))).toBe(
      'is not met yet; it still needs the chair and someone from the local authority',
    );
  });

  it('will have none once somebody it needs does not come, and says what else is missing', () => {
    expect(said(board(true, false, true))).toBe('will not be met without the headteacher');
    expect(said(board(undefined, false, true))).toBe(
      'will not be met without the headteacher; it also needs the chair',
    );
    expect(said(board(true, true, false, false))).toBe('will not be met without someone from the local authority');
  });

  it('has none while the seat of somebody it needs is vacant', () => {
    expect(said([member('GOVERNOR', true, { isChair: true }), member('SIO', true)])).toBe(
      'will not be met without the headteacher',
    );
  });

  it('is said afterwards by who was there', () => {
    expect(wasMetInWords(quorumOf(rab, board(true, true, true)))).toBe('was met');
    expect(wasMetInWords(quorumOf(rab, board(false, true, true)))).toBe('was not met; it needed the chair');
    expect(wasMetInWords(quorumOf(rab, board(true, undefined, true)))).toBe(
      'is not known until you record who was there',
    );
  });
});

describe('a Challenge Board', () => {
  const thirty = (coming: number, away: number) =>
    Array.from({ length: 30 }, (_, index) =>
      member('HEADTEACHER', index < coming ? true : index < coming + away ? false : undefined, {
        isChair: index === 0,
      }),
    );

  it('needs half of its members, the clerk not counted, and its chair', () => {
    const clerk = member('CLERK', true, { isClerk: true });
    expect(said([...thirty(15, 0), clerk], challenge)).toBe('would be met');
    expect(said([...thirty(14, 15), clerk], challenge)).toBe('is not met yet; it still needs 15 of its 30 members');
    expect(said([...thirty(14, 16), clerk], challenge)).toBe('will not be met without 15 of its 30 members');
  });
});
