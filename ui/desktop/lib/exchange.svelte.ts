// The exchange with the ward as the window knows it: one state, followed by the frame and by the
// screen "Đồng bộ".
import type { SyncActivity } from '../../shared/types/SyncActivity';
import type { SyncHabit } from '../../shared/types/SyncHabit';
import type { SyncWords } from '../../shared/types/SyncWords';
import { words } from '../words';
import type { Habit } from '../words/exchange';
import { ward } from './api';
import { arrived } from './arrived.svelte';
import { reloadFrame } from './frame.svelte';

export const exchange = $state<{ now: SyncActivity | null }>({ now: null });

/** Codes of what passes by itself: no network, a cut line, a ward that is busy or failing. */
const passing = ['DB-01', 'DB-02', 'DB-22', 'DB-23'];
/** The person stopped it. */
export const stopped = 'DB-08';

export const passes = (code: string | null | undefined) => passing.includes(code ?? '');

/** The exchanges whose arrivals are on the screen. */
let counted = 0;

/** Reads it anew; where that fails, the last state stays. */
export async function reloadExchange(): Promise<void> {
  try {
    exchange.now = await ward.activity();
    const { ended, last, last_code } = exchange.now;
    if (ended > counted && (last_code || (last?.pulled ?? 0) > 0)) arrived.times += 1;
    counted = ended;
  } catch (thrown) {
    console.error(thrown);
  }
}

/** Follows every exchange until told to stop. */
export function followExchange(): () => void {
  void reloadExchange();
  const listening = ward.onProgress((activity) => {
    // The event says how far it is; habit and data used are read with the state.
    const { habit, used } = exchange.now ?? activity;
    exchange.now = { ...activity, habit, used };
    if (!activity.running) void Promise.all([reloadExchange(), reloadFrame()]);
  });
  return () => void listening.then((stop) => stop()).catch(() => undefined);
}

/** The line of the sidebar. */
export function stateLine(sync: SyncWords | undefined, now: SyncActivity | null): string {
  const said = sync?.words ?? '';
  if (!sync || !now || sync.state === 'not_enrolled' || sync.state === 'revoked') return said;
  const t = words.exchange;
  if (now.running) return t.runs(now.done, now.total);
  if (sync.state === 'attention') return said;
  if (now.habit.paused) return t.paused(said);
  return now.last_code === 'DB-01' ? t.offline(said) : said;
}

export function habitOf(habit: SyncHabit): Habit {
  if (!habit.whenever_online) return 'asked';
  return habit.unmetered_only ? 'wifi' : 'auto';
}

export const habitFor = (choice: Habit): SyncHabit => ({
  whenever_online: choice !== 'asked',
  unmetered_only: choice === 'wifi',
  paused: false,
});
