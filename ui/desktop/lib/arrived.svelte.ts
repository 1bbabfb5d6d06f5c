// What other devices and the ward wrote, and when the screen shows it.
import { untrack } from 'svelte';

/** How often an exchange has brought something since the window opened. */
export const arrived = $state({ times: 0 });

/**
 * Calls `read` each time something has arrived, so that a list that stays open is not a list of
 * yesterday. While `free` says no, a person writes in what it shows: then it waits.
 */
export function onArrival(read: () => unknown, free: () => boolean = () => true): void {
  let shown = arrived.times;
  $effect(() => {
    if (arrived.times === shown || !free()) return;
    shown = arrived.times;
    untrack(() => void read());
  });
}
