// A card of some forty elements from its template and data to the JSON that Teams is sent: what `home` shows when much waits.
import { toAdaptiveCard } from '../../../src/chat/adaptive.ts';
import { allTemplates } from '../../../src/chat/template.ts';
import '../../../src/features.ts';
import type { Places } from '../places.ts';
import { type Line, number } from '../report.ts';
import { median } from '../rounds.ts';

const item = (at: number) => {
  const button = { id: `open-${at}`, title: `Open ${at}`, card: 'action', subject: `action:ACT-${at}` };
  return {
    title: `${at}. Bring a plan for attendance in Year ${at}`,
    detail: 'Overdue: was due on Friday 20 November 2026. Open it to say that it is done.',
    hasButton: true,
    button,
  };
};
const items = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => item(from + index));

const DATA = {
  title: 'Waiting for you, Ada',
  sum: '12 things are waiting for you.',
  hasQuestions: true,
  questions: items(1, 4),
  hasApprovals: true,
  approvals: items(5, 6),
  hasActions: true,
  actions: items(7, 12),
  hasMore: false,
  more: '',
  buttons: items(1, 6).map(({ button }) => button),
};

export async function measureCard(_: Places, { rounds }: { rounds: number }): Promise<Line[]> {
  const home = allTemplates().find(({ name }) => name === 'home') as unknown as (data: typeof DATA) => never;
  const once = () =>
    JSON.stringify(toAdaptiveCard({ name: 'home', card: home(DATA), token: 't'.repeat(43), isConfidential: true }));
  const elements = once().split('"type":').length - 1;
  for (let at = 0; at < 3000; at++) once();
  const found = Array.from({ length: rounds }, () => {
    const from = performance.now();
    for (let at = 0; at < 2000; at++) once();
    return (performance.now() - from) / 2000;
  });
  const ms = median(found);
  return [
    {
      measure: `a card of ${elements} elements from template to JSON`,
      found: `${number(ms, 3)} ms`,
      target: 'under 0.25 ms',
      isMet: ms < 0.25,
      figures: `rounds: ${found.map((one) => number(one, 3)).join(', ')}`,
    },
  ];
}
