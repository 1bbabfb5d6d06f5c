import { invoke } from '@tauri-apps/api/core';

import type { VoteForm } from '../../../shared/types/VoteForm';
import type { VoteKind } from '../../../shared/types/VoteKind';
import type { VoteLine } from '../../../shared/types/VoteLine';

export const votes = {
  add: (
    item: string,
    kind: VoteKind,
    subject: string | null,
    form: VoteForm,
    tally: { for: number; against: number; abstain: number },
    reserved: string | null,
  ) => invoke<VoteLine>('votes_add', { item, kind, subject, form, tally, reserved }),
  remove: (id: string) => invoke<void>('votes_remove', { id }),
};
