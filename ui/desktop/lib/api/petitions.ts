import { invoke } from '@tauri-apps/api/core';

import type { PetitionLine } from '../../../shared/types/PetitionLine';
import type { PetitionState } from '../../../shared/types/PetitionState';

export const petitions = {
  list: () => invoke<PetitionLine[]>('petitions_list'),
  add: (
    text: string,
    member: string | null,
    meeting: string | null,
    item: string | null,
    wantsReply: boolean,
  ) => invoke<string>('petitions_add', { text, member, meeting, item, wantsReply }),
  set: (id: string, state: PetitionState, answer: string | null) =>
    invoke<void>('petitions_set', { id, state, answer }),
};
