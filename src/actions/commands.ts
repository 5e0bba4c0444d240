// Every command about actions, in the order of help.
import type { Command } from '../chat/contract.ts';
import { addingCommands } from './adding.ts';
import { askingCommands } from './asking.ts';
import { changingCommands } from './changing.ts';
import { decidingCommands } from './deciding.ts';
import { endingCommands } from './ending.ts';
import { leavingCommands } from './leaving.ts';
import { listCommands } from './list.ts';
import { showingCommands } from './showing.ts';

export const actionCommands: Command[] = [
  ...addingCommands,
  ...endingCommands,
  ...askingCommands,
  ...decidingCommands,
  ...changingCommands,
  ...leavingCommands,
  ...listCommands,
  ...showingCommands,
];
