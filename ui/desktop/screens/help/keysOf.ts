// Which groups of keys help begins with: those of the screen that it was asked for from.
import type { Spot } from '../../lib/route.svelte';
import { helpWords } from '../../words/help';

const groups = helpWords.help.keys;
export type Group = keyof typeof groups;

function own(from: Spot | null): Group | null {
  if (from?.screen !== 'sinh-hoat') return null;
  if (from.id === 'lich') return 'calendar';
  return from.part === 'prepare' || from.part === 'record' || from.part === 'closing'
    ? from.part
    : null;
}

/** The groups to show first, and the others. */
export function keysOf(from: Spot | null): { here: Group[]; elsewhere: Group[] } {
  const of = own(from);
  const here: Group[] = of ? [of, 'everywhere'] : ['everywhere'];
  const all = Object.keys(groups) as Group[];
  return { here, elsewhere: all.filter((group) => !here.includes(group)) };
}
