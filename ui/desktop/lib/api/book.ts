import { invoke } from '@tauri-apps/api/core';

import type { BookState } from '../../../shared/types/BookState';
import type { Cell } from '../../../shared/types/Cell';
import type { CellType } from '../../../shared/types/CellType';
import type { DoctorView } from '../../../shared/types/DoctorView';
import type { FrameView } from '../../../shared/types/FrameView';
import type { PassphraseView } from '../../../shared/types/PassphraseView';
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
  /** How hard a passphrase is to guess; `names` where no book is open yet. */
  judgePassphrase: (typed: string, names: string[]) =>
    invoke<PassphraseView>('book_judge_passphrase', { typed, names }),
  /** Makes another recovery code; until `keepRecovery` the old one works too. */
  newRecovery: (passphrase: string) => invoke<string>('book_new_recovery', { passphrase }),
  /** Whether a new code waits for its sheet to be put away. */
  recoveryWaits: () => invoke<boolean>('book_recovery_waits'),
  /** The new code that waits, once more. */
  showRecovery: (passphrase: string) => invoke<string>('book_show_recovery', { passphrase }),
  /** The sheet is put away: the old code opens nothing any more. */
  keepRecovery: () => invoke<void>('book_keep_recovery'),
  /** The recovery sheet goes to the printer: for the audit trail. */
  printRecovery: () => invoke<void>('book_print_recovery'),
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
