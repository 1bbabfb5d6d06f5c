import { invoke } from '@tauri-apps/api/core';

import type { PenView } from '../../../shared/types/PenView';

export interface Pulse {
  /** Rises with every change of the book. */
  mark: number;
  pen: PenView;
  /** Whether this window is the one that writes. */
  window: boolean;
}

export const pen = {
  pulse: (id: string) => invoke<Pulse>('pen_pulse', { id }),
  take: (id: string) => invoke<void>('pen_take', { id }),
  /** Opens the window that follows the meeting. */
  follow: (id: string) => invoke<void>('pen_follow', { id }),
};
