// Keeps the audit whole: what was written is sealed into a chain, so that a change or a removal afterwards shows.
import type { Feature } from '../chat/contract.ts';
import { sealEntries } from './sealing.records.ts';

export { type Link, readLink, sayLink } from './chain.ts';
export { pruneAudit } from './pruning.records.ts';
export { listSaw, type Saw } from './saw.records.ts';
export { lockChain, sealEntries } from './sealing.records.ts';
export { ERASED, PRUNED, type Verdict, verifyAudit } from './verifying.records.ts';

// After an upgrade all that was written before waits; a look must not take longer than its minute.
const MOST_BATCHES = 4;

export const audit: Feature = {
  name: 'audit',
  commands: [],
  cards: [],
  async beat({ tx }) {
    for (let batch = 0; batch < MOST_BATCHES; batch++) if ((await sealEntries(tx)) === 0) return;
  },
};
