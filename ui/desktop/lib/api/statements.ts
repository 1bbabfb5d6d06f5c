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
  remove: (id: string) => invoke<void>('statements_remove', { id }),
};
