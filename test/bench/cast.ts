// Who speaks in the benchmarks: the programme director, and the heads and chairs who sit on the Challenge Board.
export const SLACK_TEAM = 'TBENCH';
export const SLACK_SECRET = 'bench-signing-secret-of-32-chars';
export const TEAMS_TENANT = '0b8f2a5c-9a0e-4d0f-8f31-3a1c7f1c2d22';
export const BOT = { id: '28:bench-bot', name: 'Convenor' };

export interface Speaker {
  personId: number;
  slack: string;
  teams: string;
}

const speaker = (personId: number): Speaker => ({
  personId,
  slack: `U${String(personId).padStart(8, '0')}`,
  teams: `00000000-0000-4000-8000-${String(personId).padStart(12, '0')}`,
});

export const DIRECTOR = speaker(1);

/** Sixteen members of the Challenge Board: nobody waits for somebody else's press. */
export const MEMBERS = Array.from({ length: 16 }, (_, index) => speaker(index + 2));
