import { invoke } from '@tauri-apps/api/core';

import type { CarriedView } from '../../../shared/types/CarriedView';
import type { PrepareView } from '../../../shared/types/PrepareView';
import type { ResolutionPart } from '../../../shared/types/ResolutionPart';
import type { ResolutionView } from '../../../shared/types/ResolutionView';

export const prepare = {
  /** Checklist, reminders, what is carried in, the draft resolution. */
  show: (id: string) => invoke<PrepareView>('prepare_show', { id }),
  /** Marks a step (`p1` … `p5`); `on` as typed, today where it is null. */
  mark: (id: string, step: string, done: boolean, by: string | null, on: string | null) =>
    invoke<void>('prepare_mark', { id, step, done, by, on }),
  leaveOut: (id: string, key: string) => invoke<CarriedView>('prepare_leave_out', { id, key }),
  bringBack: (id: string, key: string) => invoke<CarriedView>('prepare_bring_back', { id, key }),
  /** Replaces the lines of one part of the draft resolution. */
  resolution: (id: string, part: ResolutionPart, lines: string[]) =>
    invoke<ResolutionView>('prepare_resolution', { id, part, lines }),
};
