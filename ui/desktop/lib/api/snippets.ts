import { invoke } from '@tauri-apps/api/core';

import type { SnippetLine } from '../../../shared/types/SnippetLine';

export const snippets = {
  list: () => invoke<SnippetLine[]>('snippets_list'),
  /** Keeps a phrase behind a few letters; what stood behind them is replaced. */
  set: (short: string, text: string) => invoke<string>('snippets_set', { short, text }),
  remove: (id: string) => invoke<void>('snippets_remove', { id }),
};
