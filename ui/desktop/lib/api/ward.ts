import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import type { ConflictView } from '../../../shared/types/ConflictView';
import type { LateChange } from '../../../shared/types/LateChange';
import type { OutboxLine } from '../../../shared/types/OutboxLine';
import type { Sending } from '../../../shared/types/Sending';
import type { SettledView } from '../../../shared/types/SettledView';
import type { StatusView } from '../../../shared/types/StatusView';
import type { SyncActivity } from '../../../shared/types/SyncActivity';
import type { SyncHabit } from '../../../shared/types/SyncHabit';
import type { Synced } from '../../../shared/types/Synced';
import type { WaitingRemovals } from '../../../shared/types/WaitingRemovals';

export const ward = {
  enrol: (server: string, code: string) => invoke<void>('ward_enrol', { server, code }),
  outbox: () => invoke<OutboxLine[]>('ward_outbox'),
  sendings: () => invoke<Sending[]>('ward_sendings'),
  status: () => invoke<StatusView>('ward_status'),

  /** Exchanges now; `onProgress` hears meanwhile how far it is. */
  sync: () => invoke<Synced>('ward_sync'),
  /** Stops the exchange under way, and begins none by itself until `goOn`. */
  pause: () => invoke<void>('ward_sync_pause'),
  goOn: () => invoke<void>('ward_sync_start'),
  activity: () => invoke<SyncActivity>('ward_sync_state'),
  setHabit: (habit: SyncHabit) => invoke<void>('ward_sync_habit', { habit }),
  /** Every step of an exchange, whoever began it. Answers how to stop listening. */
  onProgress: (hear: (activity: SyncActivity) => void) =>
    listen<SyncActivity>('sync-progress', (event) => hear(event.payload)),

  conflicts: () => invoke<ConflictView[]>('ward_conflicts'),
  /** Keeps the value at this place of the conflict's list. */
  choose: (id: string, choice: number) => invoke<void>('ward_settle', { id, choice, text: null }),
  /** Keeps a text that joins both. */
  combine: (id: string, text: string) => invoke<void>('ward_settle', { id, choice: null, text }),
  settled: () => invoke<SettledView[]>('ward_settled'),
  reopen: (id: string) => invoke<void>('ward_reopen', { id }),

  lateChanges: () => invoke<LateChange[]>('ward_late_changes'),
  keepAdopted: (meeting: string) => invoke<void>('ward_keep_adopted', { meeting }),
  waitingRemovals: () => invoke<WaitingRemovals | null>('ward_waiting_removals'),
  decideRemovals: (accept: boolean) => invoke<number>('ward_decide_removals', { accept }),
};
