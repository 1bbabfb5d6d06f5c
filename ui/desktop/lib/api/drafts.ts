import { invoke } from '@tauri-apps/api/core';

import type { DraftView } from '../../../shared/types/DraftView';

export const drafts = {
  /** Resolves once the text is on the disk, with the time at which it was. */
  save: (slot: string, value: string) => invoke<DraftView>('drafts_save', { slot, value }),
  list: (prefix: string) => invoke<DraftView[]>('drafts_list', { prefix }),
  drop: (slot: string) => invoke<void>('drafts_drop', { slot }),
};
