// The agenda under its headings, in order.
import type { AgendaLine } from '../../shared/types/AgendaLine';

export interface Section {
  name: string;
  items: AgendaLine[];
}

/** Neighbours of one section stand together; a section that comes back later stands again. */
export function bySection(agenda: AgendaLine[]): Section[] {
  const sections: Section[] = [];
  for (const item of agenda) {
    const last = sections.at(-1);
    if (last && last.name === item.section) last.items.push(item);
    else sections.push({ name: item.section, items: [item] });
  }
  return sections;
}
