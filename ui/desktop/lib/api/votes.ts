import { invoke } from '@tauri-apps/api/core';

import type { HistoryLine } from '../../../shared/types/HistoryLine';
import type { Tally } from '../../../shared/types/Tally';
import type { VoteForm } from '../../../shared/types/VoteForm';
import type { VoteKind } from '../../../shared/types/VoteKind';
import type { VoteLine } from '../../../shared/types/VoteLine';

/** A count as the form gives it; an empty text means none. */
export interface Counted {
  kind: VoteKind;
  subject: string;
  form: VoteForm;
  tally: Tally;
  reserved: string;
  /** The second count, on the electronic handbook. */
  handbook: Tally | null;
}

export const votes = {
  add: (item: string, counted: Counted) => invoke<VoteLine>('votes_add', { item, counted }),
  /** Before adoption; N stays the one of the moment of the vote. */
  correct: (id: string, counted: Counted) => invoke<VoteLine>('votes_correct', { id, counted }),
  /** What stood before, oldest first. */
  history: (id: string) => invoke<HistoryLine[]>('votes_history', { id }),
  remove: (id: string) => invoke<void>('votes_remove', { id }),
};
