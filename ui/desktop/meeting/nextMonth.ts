import type { MeetingLine } from '../../shared/types/MeetingLine';

export interface MonthOfYear {
  year: number;
  month: number;
}

/** The month that the next regular meeting is for: `from`, or the first after it that has none yet. */
export function nextMonth(
  from: MonthOfYear,
  meetings: readonly Pick<MeetingLine, 'kind' | 'month'>[],
): MonthOfYear {
  const held = new Set(
    meetings.filter((one) => one.kind === 'thuong_ky').map((one) => one.month as string),
  );
  let { year, month } = from;
  while (held.has(`${year}-${String(month).padStart(2, '0')}`))
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return { year, month };
}
