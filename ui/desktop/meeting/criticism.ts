// Under which items the entries of criticism and self-criticism are seen.
import type { AgendaLine } from '../../shared/types/AgendaLine';

/** The items of the rule pack that are for them (`[criticism]` in `assets/rules`). */
const OWN = new Set(['tu_tuong', 'tu_kiem_diem', 'gop_y_dang_vien']);

/**
 * Whether an item shows them: those that are for them; in an agenda without one, every item, since
 * an entry is raised from anywhere and must be seen somewhere.
 */
export function showsCriticism(item: AgendaLine, agenda: AgendaLine[]): boolean {
  return OWN.has(item.item) || !agenda.some((one) => OWN.has(one.item));
}
