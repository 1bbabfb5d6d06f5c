// Times and days as people read them.

/** Minutes ahead of UTC, the whole year. */
const VIETNAM = 7 * 60;

const two = (n: number) => String(n).padStart(2, '0');

/**
 * A moment with its offset (`2026-10-05T19:00:00+07:00`) is read as the wall clock of the room
 * where it was written; a day without a time is that day; a moment of this computer is told in
 * Vietnam's time, as the book does, whatever zone the laptop is set to.
 */
function wall(at: string | Date): Date {
  if (at instanceof Date) {
    return new Date(at.getTime() + (VIETNAM + at.getTimezoneOffset()) * 60_000);
  }
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})[^Z]*)?$/.exec(at);
  if (!found) return new Date(at);
  const [, year, month, day, hour, minute] = found.map(Number);
  return new Date(year!, month! - 1, day!, hour || 0, minute || 0);
}

/** `19:47`. */
export function hourMinute(at: string | Date): string {
  return onTheWall(wall(at));
}

const onTheWall = (date: Date) => `${two(date.getHours())}:${two(date.getMinutes())}`;

/** Whole minutes from one moment to another, never less than none. */
export function minutesBetween(from: string, to: string | Date): number {
  const end = typeof to === 'string' ? new Date(to) : to;
  return Math.max(0, Math.floor((end.getTime() - new Date(from).getTime()) / 60_000));
}

const WEEKDAYS = ['Chủ nhật', 'Thứ hai', 'Thứ ba', 'Thứ tư', 'Thứ năm', 'Thứ sáu', 'Thứ bảy'];

/** `Thứ hai, 05/10/2026`. */
export function longDay(at: string | Date): string {
  const date = wall(at);
  return `${WEEKDAYS[date.getDay()]}, ${inNumbers(date)}`;
}

/** `05/10/2026`. */
export function shortDay(at: string | Date): string {
  return inNumbers(wall(at));
}

const inNumbers = (date: Date) =>
  `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;

/** The clock time of each item, from the start of the meeting and the minutes before it. */
export function runningClocks(start: string | null, minutes: number[]): (string | null)[] {
  if (!start) return minutes.map(() => null);
  let at = wall(start).getTime();
  return minutes.map((length) => {
    const clock = onTheWall(new Date(at));
    at += length * 60_000;
    return clock;
  });
}

/** `2026-10` → `10/2026`. */
export function spokenMonth(month: string): string {
  const [year, number] = month.split('-');
  return `${number}/${year}`;
}

/** Points with a comma, as people write them: 4,5. */
export function points(value: number): string {
  return String(Math.round(value * 10) / 10).replace('.', ',');
}

/** Points as typed, with a comma or a dot; null where they are none. */
export function readPoints(typed: string): number | null {
  const text = typed.trim().replace(',', '.');
  return /^\d{1,3}(\.\d)?$/.test(text) ? Number(text) : null;
}
