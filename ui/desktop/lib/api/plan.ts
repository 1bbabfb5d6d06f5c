import { invoke } from '@tauri-apps/api/core';

import type { CalendarView } from '../../../shared/types/CalendarView';
import type { RotaLine } from '../../../shared/types/RotaLine';
import type { RotaRole } from '../../../shared/types/RotaRole';
import type { Undone } from '../../../shared/types/Undone';
import type { YearPlanView } from '../../../shared/types/YearPlanView';

export interface NewTheme {
  year: number;
  quarter: number;
  topic: string;
  /** `2026-11`, or null. */
  month: string | null;
  member: string | null;
}

export const plan = {
  year: (year: number) => invoke<YearPlanView>('plan_year', { year }),
  /** The topics that a thematic meeting of this month (`2026-10`) may take up. */
  topics: (month: string) => invoke<string[]>('plan_topics', { month }),
  addTheme: (theme: NewTheme) => invoke<string>('plan_add_theme', { theme }),
  setTheme: (id: string, theme: NewTheme) => invoke<void>('plan_set_theme', { id, theme }),
  removeTheme: (id: string) => invoke<void>('plan_remove_theme', { id }),
  restoreTheme: (id: string) => invoke<void>('plan_restore_theme', { id }),
  rotas: () => invoke<RotaLine[]>('plan_rotas'),
  /** Who takes turns; the first of them this month. */
  setRota: (role: RotaRole, members: string[], nextDiscusses: boolean) =>
    invoke<void>('plan_set_rota', { role, members, nextDiscusses }),
  /** Takes back the newest change of a rota that was made here. */
  undoRota: (role: RotaRole) => invoke<Undone>('plan_undo_rota', { role }),
  /** A page; null for this month. */
  calendar: (month: string | null) => invoke<CalendarView>('plan_calendar', { month }),
  addObservance: (name: string, day: number, month: number) =>
    invoke<string>('plan_add_observance', { name, day, month }),
  removeObservance: (id: string) => invoke<void>('plan_remove_observance', { id }),
  /** What was added goes, what was taken away comes back. */
  undoObservance: (id: string) => invoke<Undone>('plan_undo_observance', { id }),
};
