import { invoke } from '@tauri-apps/api/core';

import type { DocumentLine } from '../../../shared/types/DocumentLine';
import type { DocumentView } from '../../../shared/types/DocumentView';

export const documents = {
  list: () => invoke<DocumentLine[]>('documents_list'),
  show: (id: string) => invoke<DocumentView>('documents_show', { id }),
  read: (id: string, read: boolean) => invoke<void>('documents_read', { id, read }),
  /** Into the agenda of the meeting that comes next; answers which. */
  put: (id: string) => invoke<string>('documents_put', { id }),
  /** Out of it; by itself it comes into no later one. */
  takeOut: (id: string) => invoke<string>('documents_take_out', { id }),
};
