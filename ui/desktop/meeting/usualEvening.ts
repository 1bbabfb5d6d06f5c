import type { MeetingLine } from '../../shared/types/MeetingLine';

/**
 * Day and time at which a meeting of `kind` in `month` (`2026-12`) would be held as it was the
 * last time before: most cells meet on one evening of the month. `2026-12-05T19:00`, or null where
 * none was planned yet. The 31st of a shorter month is its last day.
 */
export function usualEvening(
  kind: MeetingLine['kind'],
  month: string,
  meetings: readonly Pick<MeetingLine, 'kind' | 'month' | 'planned_at'>[],
): string | null {
  const last = meetings
    .filter((one) => one.kind === kind && one.planned_at && one.month < month)
    .reduce<(typeof meetings)[number] | null>(
      (newest, one) => (newest && newest.month >= one.month ? newest : one),
      null,
    );
  // `2026-11-05T19:00:00+07:00`, as it was said: the cell's own clock.
  const said = /^\d{4}-\d{2}-(\d{2})T(\d{2}:\d{2})/.exec(last?.planned_at ?? '');
  if (!said) return null;
  const [year, no] = month.split('-').map(Number);
  const days = new Date(year!, no!, 0).getDate();
  const day = Math.min(Number(said[1]), days);
  return `${month}-${String(day).padStart(2, '0')}T${said[2]}`;
}
