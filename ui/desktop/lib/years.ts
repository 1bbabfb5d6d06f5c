// Meetings by year, newest first.
import type { MeetingLine } from '../../shared/types/MeetingLine';

export function byYear(lines: readonly MeetingLine[]): [string, MeetingLine[]][] {
  const years = new Map<string, MeetingLine[]>();
  const newest = [...lines].sort((a, b) => dayOf(b).localeCompare(dayOf(a)));
  for (const line of newest) {
    const year = line.month.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), line]);
  }
  return [...years].sort(([a], [b]) => b.localeCompare(a));
}

const dayOf = (line: MeetingLine) => line.month + (line.started_at ?? line.planned_at ?? '');

/** What can be said of a year from its meetings; a figure is null where none is known. */
export function figures(lines: readonly MeetingLine[]) {
  const held = lines.filter((line) => line.started_at !== null);
  const present = held.reduce((sum, line) => sum + line.present, 0);
  const summoned = held.reduce((sum, line) => sum + line.summoned, 0);
  const scores = lines.flatMap((line) => (line.score === null ? [] : [line.score]));
  return {
    held: held.length,
    adopted: lines.filter((line) => line.state === 'da_thong_qua').length,
    attendance: summoned > 0 ? Math.round((present * 1000) / summoned) / 10 : null,
    score:
      scores.length > 0
        ? Math.round((scores.reduce((sum, score) => sum + score, 0) * 10) / scores.length) / 10
        : null,
  };
}
