// What stands in a person's Home tab: a card with a button under each group that has one, or a sentence; and how to do more.
import type { types } from '@slack/bolt';
import { groupButtonOf } from '../chat/card.ts';
import { COMMON_DEEDS, type CommonDeed, type ShownCard } from '../chat/contract.ts';
import { buttonOf, fingerprint } from './blocks.ts';
import { LIMITS, layOut, lines, notes, type Part } from './layout.ts';
import { partsOf } from './parts.ts';

/** Show a card as a Home tab. `command` is the slash command, with its slash. */
export function toHome(shown: ShownCard, command: string): types.HomeView {
  const { card, token, copyId, deeds = [] } = shown;
  const inGroups = new Set<string>();
  const parts = card.body.flatMap((element, index): Part[] => {
    const action = groupButtonOf(element);
    if (action === undefined) return partsOf(element);
    inGroups.add(action.id);
    return [...partsOf(element), { kind: 'buttons', buttons: [buttonOf(action, index, token)] }];
  });
  const others = card.actions
    .filter((action) => action.type !== 'Action.Execute' || !inGroups.has(action.id))
    .map((action, index) => buttonOf(action, index, token));
  const rows = [others, deeds.map(deedButton)].filter((buttons) => buttons.length > 0);
  const below: Part[] = rows.map((buttons) => ({ kind: 'buttons', buttons }));
  const more = `To do more, write in the Messages tab, or type ${command} help in any conversation.`;
  return homeOf(parts, [...below, ...notes(more)], fingerprint([copyId, token, card, deeds]));
}

function deedButton(deed: CommonDeed): types.Button {
  return {
    type: 'button',
    action_id: `deed-${deed}`,
    text: { type: 'plain_text', text: COMMON_DEEDS[deed], emoji: false },
    value: JSON.stringify({ deed }),
  };
}

/** Show somebody for whom no card stands there, such as a stranger, what they can do. */
export function toHomeSentence(said: string, command: string): types.HomeView {
  const how = `Write it in the Messages tab, or after ${command} in any conversation.`;
  return homeOf([{ kind: 'heading', text: 'Convenor' }, ...lines([{ text: said }])], notes(how), fingerprint([said]));
}

// What stands below always shows, however much is above it.
function homeOf(above: Part[], below: Part[], state: string): types.HomeView {
  const last = layOut(below, { blocks: 5, characters: LIMITS.blockText }, (index) => `home-${state}-below-${index}`);
  const room = { blocks: LIMITS.homeBlocks - last.length - 1, characters: LIMITS.blockText };
  const divider = { type: 'divider', block_id: `home-${state}-line` } as const;
  return {
    type: 'home',
    callback_id: 'home',
    blocks: [...layOut(above, room, (index) => `home-${state}-${index}`), divider, ...last],
  };
}
