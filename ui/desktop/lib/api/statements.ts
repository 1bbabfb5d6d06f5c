import { invoke } from '@tauri-apps/api/core';

export const statements = {
  /** Keeps a statement and drops the draft it came from, in one transaction. */
  add: (
    meeting: string,
    item: string,
    member: string | null,
    guest: string | null,
    text: string,
    draftSlot: string | null,
  ) => invoke<string>('statements_add', { meeting, item, member, guest, text, draftSlot }),
  set: (id: string, text: string) => invoke<void>('statements_set', { id, text }),
  /** Who said it. */
  speaker: (id: string, member: string | null, guest: string | null) =>
    invoke<void>('statements_speaker', { id, member, guest }),
  /** To the end of an item, or to a place (1, 2, 3, …) in it. */
  move: (id: string, item: string, to: number | null) =>
    invoke<void>('statements_move', { id, item, to }),
  /** Cuts it in two; answers the second one's id. */
  split: (id: string, first: string, rest: string) =>
    invoke<string>('statements_split', { id, first, rest }),
  remove: (id: string) => invoke<void>('statements_remove', { id }),
};
