// What is finished and out of the way: one line in the agenda that opens, so that the item at hand
// and what still comes stand on the screen without scrolling.
import type { AgendaLine } from '../../../shared/types/AgendaLine';

/** A run of finished items, or one item. */
export type Entry = { fold: AgendaLine[] } | { item: AgendaLine };

/** So many finished items of the section under way stay in sight: the one that was just closed. */
const RECENT = 1;

/**
 * The entries of one section. A finished section is one fold; of the one under way all is folded
 * but the last finished item. One item alone is never folded, and none that `stays` names.
 */
export function foldDone(items: AgendaLine[], stays: (item: AgendaLine) => boolean): Entry[] {
  const open = items.findIndex((item) => !item.closed_at || stays(item));
  const done = open < 0 ? items.length : Math.max(0, open - RECENT);
  if (done < 2) return items.map((item) => ({ item }));
  return [{ fold: items.slice(0, done) }, ...items.slice(done).map((item) => ({ item }))];
}
