import { invoke } from '@tauri-apps/api/core';

import type { InsertLine } from '../../../shared/types/InsertLine';
import type { MeetingKind } from '../../../shared/types/MeetingKind';
import type { TemplateLine } from '../../../shared/types/TemplateLine';

export const templates = {
  list: () => invoke<TemplateLine[]>('templates_list'),
  /** What a meeting of this kind in this month (`2026-10`) may begin from, the usual one first. */
  starts: (kind: MeetingKind, month: string) =>
    invoke<TemplateLine[]>('templates_starts', { kind, month }),
  /** The items of the rule pack that may be put into this meeting's agenda. */
  insertables: (meeting: string) => invoke<InsertLine[]>('templates_insertables', { meeting }),
  /** Keeps the agenda of a meeting as a template of the cell's own. */
  save: (meeting: string, name: string) => invoke<string>('templates_save', { meeting, name }),
  rename: (id: string, name: string) => invoke<void>('templates_rename', { id, name }),
  remove: (id: string) => invoke<void>('templates_remove', { id }),
  restore: (id: string) => invoke<void>('templates_restore', { id }),
};
