import { invoke } from '@tauri-apps/api/core';

import type { AssignmentLine } from '../../../shared/types/AssignmentLine';
import type { AssignmentState } from '../../../shared/types/AssignmentState';

export const assignments = {
  list: () => invoke<AssignmentLine[]>('assignments_list'),
  /** `due`: as typed, `28/10/2026` or `2026-10-28`. */
  add: (
    member: string,
    title: string,
    due: string | null,
    meeting: string | null,
    item: string | null,
  ) => invoke<string>('assignments_add', { member, title, due, meeting, item }),
  set: (id: string, state: AssignmentState, result: string | null) =>
    invoke<void>('assignments_set', { id, state, result }),
  /** Puts right what was given to whom by when. `due`: as typed, null for none. */
  mend: (id: string, change: { member?: string; title?: string; due?: string | null }) =>
    invoke<void>('assignments_mend', { id, change }),
};
