import { describe, expect, test } from 'vitest';
import { change, type Evaluation, giveEvidence, giveGrade, stepOf, submit } from '../../src/evaluation/rules.ts';
import { aspectsFor, lewisham2015 } from '../../src/frameworks/index.ts';

function anEvaluation(more: Partial<Evaluation> = {}): Evaluation {
  const school = { phase: 'SECONDARY', lowAge: 11, highAge: 18, hasSixthForm: true } as const;
  return {
    id: 3,
    schoolId: 1,
    schoolName: 'Fernhill',
    roundId: 2,
    roundName: 'Autumn 2026',
    openedOn: '2026-11-02',
    isClosed: false,
    framework: lewisham2015,
    aspects: aspectsFor(lewisham2015, school),
    dueOn: '2026-12-11',
    isSubmitted: false,
    submittedAt: null,
    submittedById: null,
    isLate: false,
    revision: 1,
    version: 0,
    answers: [],
    ...more,
  };
}

const good = { aspect: 'LEADERSHIP', grade: '2', notApplicable: false, evidence: null };
const goodWithEvidence = { ...good, evidence: 'Governors visit each term.' };

describe('grading', () => {
  test.each(['good', '2', 'Good ', 'GOOD (2)', '2 - good'])('“%s” is the grade Good', (words) => {
    expect(giveGrade(anEvaluation(), 'LEADERSHIP', words).answer.grade).toBe('2');
  });

  test.each(['ok', '2/3', '5', 'goodish'])('“%s” is asked again, with the choices', (words) => {
    expect(() => giveGrade(anEvaluation(), 'LEADERSHIP', words)).toThrow(
      /Outstanding \(1\), Good \(2\), Requires improvement \(3\) or Inadequate \(4\)/,
    );
  });

  test('“not applicable” typed with a reason is an answer, and without one is asked for it', () => {
    const said = giveGrade(anEvaluation(), 'STUDY_16_19', 'n/a because our sixth form closed');
    expect(said.answer).toMatchObject({ notApplicable: true, evidence: 'our sixth form closed', grade: null });
    expect(() => giveGrade(anEvaluation(), 'STUDY_16_19', 'Not applicable')).toThrow(/Say why/);
  });

  test('an old card cannot change a grade, but may repeat it', () => {
    const evaluation = anEvaluation({ answers: [good] });
    expect(giveGrade(evaluation, 'LEADERSHIP', '2').isRepeat).toBe(true);
    expect(() => giveGrade(evaluation, 'LEADERSHIP', '3')).toThrow(/Open the newest card/);
  });

  test('the grade comes first, the evidence second, then the next aspect', () => {
    expect(stepOf(anEvaluation())).toMatchObject({ kind: 'grade', number: 1 });
    expect(stepOf(anEvaluation({ answers: [good] }))).toMatchObject({ kind: 'evidence', number: 1 });
    expect(stepOf(anEvaluation({ answers: [goodWithEvidence] }))).toMatchObject({ kind: 'grade', number: 2 });
  });

  test('a grade typed twice does not become its own evidence', () => {
    expect(() => giveEvidence(anEvaluation({ answers: [good] }), 'LEADERSHIP', 'good')).toThrow(/what shows it/);
  });

  test('nor do two grades at once, a thumb, or words that say that it does not apply', () => {
    const evaluation = anEvaluation({ answers: [good] });
    for (const words of ['2/3', '…', '👍🏽'])
      expect(() => giveEvidence(evaluation, 'LEADERSHIP', words)).toThrow(/says nothing yet/);
    for (const words of ['not applicable', 'n/a', 'Does not apply to us'])
      expect(() => giveEvidence(evaluation, 'LEADERSHIP', words)).toThrow(/type evaluation change/);
    for (const words of ['KS4 up 3%', 'Name and nature of the reviews'])
      expect(giveEvidence(evaluation, 'LEADERSHIP', words).answer.evidence).toBe(words);
  });
});

describe('changing', () => {
  test('a new grade keeps the evidence, and new evidence keeps the grade', () => {
    const evaluation = anEvaluation({ answers: [goodWithEvidence] });
    expect(change(evaluation, 'LEADERSHIP', { grade: 'Outstanding' }).answer).toEqual({
      ...goodWithEvidence,
      grade: '1',
    });
    expect(change(evaluation, 'LEADERSHIP', { evidence: 'New words' }).answer).toEqual({
      ...good,
      evidence: 'New words',
    });
  });

  test('what did not apply needs evidence of its own to be graded', () => {
    const notApplicable = { aspect: 'LEADERSHIP', grade: null, notApplicable: true, evidence: 'no reason' };
    expect(() => change(anEvaluation({ answers: [notApplicable] }), 'LEADERSHIP', { grade: 'Good' })).toThrow(/shows/);
  });
});

describe('submitting', () => {
  const all = anEvaluation().aspects.map(({ id }) => ({ ...goodWithEvidence, aspect: id }));

  test('is refused while an aspect is missing, and names all that are', () => {
    const [first, ...others] = all;
    expect(() => submit(anEvaluation({ answers: others.slice(1) }), '2026-12-01')).toThrow(/Leadership.*Teaching/);
    expect(() => submit(anEvaluation({ answers: [{ ...first!, evidence: null }, ...others] }), '2026-12-01')).toThrow(
      /Leadership/,
    );
  });

  test('on the due date is in time, and the day after is late but welcome', () => {
    expect(submit(anEvaluation({ answers: all }), '2026-12-11').isLate).toBe(false);
    expect(submit(anEvaluation({ answers: all }), '2026-12-12').isLate).toBe(true);
  });
});
