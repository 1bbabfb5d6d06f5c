import { invoke } from '@tauri-apps/api/core';

import type { Import } from '../../../shared/types/Import';
import type { Member } from '../../../shared/types/Member';
import type { MemberLine } from '../../../shared/types/MemberLine';

export const members = {
  list: () => invoke<MemberLine[]>('members_list'),
  add: (member: Member) => invoke<string>('members_add', { member }),
  set: (id: string, member: Member) => invoke<void>('members_set', { id, member }),
  remove: (id: string) => invoke<void>('members_remove', { id }),
  /** Opens the file dialog and reads a CSV without keeping it; null when cancelled. */
  readCsv: () => invoke<Import | null>('members_read_csv'),
  /** Keeps the rows that were read. */
  keep: (taken: Member[]) => invoke<number>('members_keep', { taken }),
};
