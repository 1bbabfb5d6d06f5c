// What other devices and the ward wrote, and when the screen shows it.
import { untrack } from 'svelte';

import type { Loaded } from './loaded.svelte';

/** How often an exchange has brought something since the window opened. */
export const arrived = $state({ times: 0 });

/**
 * Reads `loaded` again each time something has arrived, so that a list that stays open is not a
 * list of yesterday. While `free` says no, a person writes in what it shows: then it waits.
 */
export function readsWhatArrives(loaded: Loaded<unknown>, free: () => boolean = () => true): void {
  let read = arrived.times;
  $effect(() => {
    if (arrived.times === read || !free()) return;
    read = arrived.times;
    untrack(() => void loaded.reload());
  });
}
