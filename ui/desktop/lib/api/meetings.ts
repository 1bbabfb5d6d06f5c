import { invoke } from '@tauri-apps/api/core';

import type { Adopted } from '../../../shared/types/Adopted';
import type { Comparison } from '../../../shared/types/Comparison';
import type { FlawLine } from '../../../shared/types/FlawLine';
import type { MeetingKind } from '../../../shared/types/MeetingKind';
import type { MeetingLine } from '../../../shared/types/MeetingLine';
import type { MeetingMade } from '../../../shared/types/MeetingMade';
import type { MeetingView } from '../../../shared/types/MeetingView';
import type { Missing4c } from '../../../shared/types/Missing4c';
import type { Preview } from '../../../shared/types/Preview';
import type { SavedPaper } from '../../../shared/types/SavedPaper';
import type { Undone } from '../../../shared/types/Undone';

export type Paper =
  | 'bien_ban'
  | 'chuong_trinh'
  | 'giay_moi'
  | 'phieu_cham_diem'
  | 'nghi_quyet'
  | 'ket_luan'
  | 'trich_bien_ban';

export const meetings = {
  list: () => invoke<MeetingLine[]>('meetings_list'),
  /**
   * `plannedAt`: `2026-10-05T19:00` local, or null. `start`: the id of a template or of a meeting
   * whose agenda is taken; null for the usual template.
   */
  create: (
    kind: MeetingKind,
    month: string,
    plannedAt: string | null,
    place: string | null,
    topic: string | null,
    start: string | null,
  ) => invoke<MeetingMade>('meetings_create', { kind, month, plannedAt, place, topic, start }),
  show: (id: string) => invoke<MeetingView>('meetings_show', { id }),
  set: (
    id: string,
    change: {
      planned_at?: string | null;
      place?: string;
      topic?: string | null;
      chair?: string | null;
      scribe?: string | null;
      short_because?: string | null;
    },
  ) => invoke<void>('meetings_set', { id, change }),
  remove: (id: string) => invoke<void>('meetings_remove', { id }),
  start: (id: string) => invoke<void>('meetings_start', { id }),
  /** `at`: `2026-10-05T20:30` local, or null for now; said again it puts the time right. */
  end: (id: string, at: string | null = null) => invoke<void>('meetings_end', { id, at }),
  /** Marks a step of the preparation (`p1` … `p5`) done or not. */
  prepare: (id: string, step: string, done: boolean) =>
    invoke<void>('meetings_prepare', { id, step, done }),
  /** The invitation as plain text, to copy. */
  invitation: (id: string) => invoke<string>('meetings_invitation', { id }),
  /** Giải lao: begins or ends. */
  pause: (id: string, begins: boolean) => invoke<void>('meetings_break', { id, begins }),
  /** Takes back the newest act of this device on the meeting. */
  undo: (id: string) => invoke<Undone>('meetings_undo', { id }),
  /** Does again what was taken back last. */
  redo: (id: string) => invoke<Undone>('meetings_redo', { id }),
  adopt: (id: string) => invoke<Adopted>('meetings_adopt', { id }),
  /** Opens adopted minutes to be amended; the adopted version stands until `amend`. */
  beginAmendment: (id: string, reason: string) =>
    invoke<void>('meetings_begin_amendment', { id, reason }),
  amend: (id: string, reason: string) => invoke<Adopted>('meetings_amend', { id, reason }),
  /** The texts whose letters are wrong, each beside what it should be. */
  flaws: (id: string) => invoke<FlawLine[]>('meetings_flaws', { id }),
  /** Puts right everything that `flaws` shows. */
  mendWords: (id: string) => invoke<number>('meetings_mend_words', { id }),
  preview: (id: string) => invoke<Preview>('meetings_preview', { id }),
  score: (id: string, line: string, points: number, reason: string) =>
    invoke<void>('meetings_score', { id, line, points, reason }),
  /** The line is what the data say again. */
  clearScore: (id: string, line: string) => invoke<void>('meetings_clear_score', { id, line }),
  /** What becomes of the points of line 4c without a thematic part; holds for the whole cell. */
  scoreOption: (option: Missing4c | null) => invoke<void>('meetings_score_option', { option }),
  /** The lines that must have full marks for the highest band; null leaves it to the rule pack. */
  scoreGate: (id: string, lines: string[] | null) =>
    invoke<void>('meetings_score_gate', { id, lines }),
  /** The pages go to the printer: for the audit trail. */
  print: (id: string, paper: Paper) => invoke<void>('meetings_print', { id, paper }),
  /** What the superior committee rated the meeting; `band` null takes it away. */
  rate: (id: string, band: string | null, paper: string, on: string | null) =>
    invoke<void>('meetings_rate', { id, band, paper, on }),
  /** What differs between two versions; `to` 0 is what the book says now. */
  compare: (id: string, from: number, to: number) =>
    invoke<Comparison>('meetings_compare', { id, from, to }),
  /** The day on which the paper was signed, as typed; null for none. */
  signed: (id: string, version: number | null, on: string | null) =>
    invoke<void>('meetings_signed', { id, version, on }),
  /** The pages of a paper as pictures (SVG). */
  pages: (id: string, paper: Paper, version: number | null = null, items: number[] = []) =>
    invoke<string[]>('meetings_pages', { id, paper, version, items }),
  /** Asks where, and writes the paper; null when cancelled. */
  exportPaper: (
    id: string,
    paper: Paper,
    format: 'docx' | 'pdf',
    version: number | null = null,
    items: number[] = [],
  ) => invoke<SavedPaper | null>('meetings_export', { id, paper, format, version, items }),
};
