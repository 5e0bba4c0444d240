// What is held on people: everything for whoever asks what it is, forgetting who has left, and how long things are kept.
import type { Feature } from '../chat/contract.ts';
import { removeOver } from './retention.records.ts';

export { type ErasureOptions, erasePerson } from './erase.ts';
export { writeExported } from './export.records.ts';
export { exportPerson, type PersonExport } from './export.ts';
export { readRetention, removeOver, saveRetention } from './retention.records.ts';
export { CLASSES, daysOf, setDays } from './retention.ts';

export const personal: Feature = {
  name: 'personal',
  commands: [],
  cards: [],
  jobs: [
    {
      name: 'forgetOld',
      title: 'Removal of what was kept long enough',
      at: '03:10',
      on: 'EVERY_DAY',
      isSilent: true,
      async run({ tx, today, partnership, happened }) {
        await removeOver(tx, { today, timeZone: partnership.timeZone, happened });
      },
    },
  ],
};
