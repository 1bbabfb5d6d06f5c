import { invoke } from '@tauri-apps/api/core';

import type { CriticismKind } from '../../../shared/types/CriticismKind';
import type { CriticismLine } from '../../../shared/types/CriticismLine';
import type { Visibility } from '../../../shared/types/Visibility';

export const criticism = {
  list: (meeting: string) => invoke<CriticismLine[]>('criticism_list', { meeting }),
  add: (
    meeting: string,
    entry: {
      member: string;
      kind: CriticismKind;
      text: string;
      by: string | null;
      visibility: Visibility;
      accepted: boolean | null;
      remedy: string | null;
      due: string | null;
    },
  ) => invoke<string>('criticism_add', { meeting, entry }),
  remove: (id: string) => invoke<void>('criticism_remove', { id }),
};
