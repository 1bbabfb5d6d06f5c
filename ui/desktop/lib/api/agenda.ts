import { invoke } from '@tauri-apps/api/core';

import type { VoteKind } from '../../../shared/types/VoteKind';

export const agenda = {
  add: (
    meeting: string,
    item: {
      title: string;
      minutes: number;
      presenter: string;
      vote: VoteKind | null;
      /** The id of an insertable item of the rule pack, where it is one. */
      item?: string | null;
    },
    /** Put after this number; 0 puts it first. */
    after: number,
  ) => invoke<string>('agenda_add', { meeting, item, after }),
  set: (
    id: string,
    change: { title?: string; minutes?: number; presenter?: string; vote?: VoteKind | null },
  ) => invoke<void>('agenda_set', { id, change }),
  /** Puts the item at this number (1, 2, 3, …). */
  move: (id: string, to: number) => invoke<void>('agenda_move', { id, to }),
  remove: (id: string) => invoke<void>('agenda_remove', { id }),
  /** The meeting comes to this item; the one before is closed. */
  open: (id: string) => invoke<void>('agenda_open', { id }),
  conclude: (id: string, text: string) => invoke<void>('agenda_conclude', { id, text }),
};
