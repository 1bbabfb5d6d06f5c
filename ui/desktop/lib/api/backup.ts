import { invoke } from '@tauri-apps/api/core';

import type { BackupFile } from '../../../shared/types/BackupFile';
import type { BackupView } from '../../../shared/types/BackupView';

export const backup = {
  status: () => invoke<BackupView>('backup_status'),
  /** The next automatic backup, now. */
  make: () => invoke<BackupView>('backup_make'),
  /** Into a file that the person picks; null when cancelled. */
  save: () => invoke<BackupFile | null>('backup_save'),
  set: (folder: string, keep: number, auto: boolean) =>
    invoke<BackupView>('backup_set', { folder, keep, auto }),
  pickFolder: () => invoke<string | null>('backup_pick_folder'),
  pickFile: () => invoke<string | null>('backup_pick_file'),
  /** Makes this machine's book of a backup, by passphrase or by the code on paper. */
  restore: (file: string, key: string, byCode: boolean) =>
    invoke<void>('backup_restore', { file, key, byCode }),
};
