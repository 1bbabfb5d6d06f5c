import { invoke } from '@tauri-apps/api/core';

import type { BookState } from '../../../shared/types/BookState';
import type { Cell } from '../../../shared/types/Cell';
import type { CellType } from '../../../shared/types/CellType';
import type { DoctorView } from '../../../shared/types/DoctorView';
import type { FrameView } from '../../../shared/types/FrameView';
import type { HitLine } from '../../../shared/types/HitLine';
import type { TodayView } from '../../../shared/types/TodayView';

export const book = {
  state: () => invoke<BookState>('book_state'),
  /** Makes the book; answers the recovery code, which is shown once. */
  create: (
    name: string,
    cellType: CellType,
    ward: string,
    place: string,
    hasCommittee: boolean,
    passphrase: string,
  ) => invoke<string>('book_create', { name, cellType, ward, place, hasCommittee, passphrase }),
  unlock: (passphrase: string) => invoke<void>('book_unlock', { passphrase }),
  /** Opens the book by the recovery code on paper and gives it a new passphrase. */
  recover: (code: string, passphrase: string) => invoke<void>('book_recover', { code, passphrase }),
  changePassphrase: (old: string, fresh: string) =>
    invoke<void>('book_change_passphrase', { old, new: fresh }),
  /** Makes another recovery code, which is shown once; the old one no longer works. */
  newRecovery: (passphrase: string) => invoke<string>('book_new_recovery', { passphrase }),
  lock: () => invoke<void>('book_lock'),
  /** Writes the recovery sheet where the person says; null when cancelled. */
  saveRecovery: (code: string) => invoke<string | null>('book_save_recovery', { code }),
  frame: () => invoke<FrameView>('book_frame'),
  today: () => invoke<TodayView>('book_today'),
  cell: () => invoke<Cell>('book_cell'),
  setCell: (cell: Cell) => invoke<void>('book_set_cell', { cell }),
  search: (words: string) => invoke<HitLine[]>('book_search', { words }),
  doctor: () => invoke<DoctorView>('book_doctor'),
  /** Builds anew what is derived from the operations; deletes none of them. */
  repair: () => invoke<DoctorView>('book_repair'),
};
