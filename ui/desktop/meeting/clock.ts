// Times and days as people read them.

const two = (n: number) => String(n).padStart(2, '0');

/** `19:47` in this computer's time. */
export function hourMinute(at: string | Date): string {
  const date = typeof at === 'string' ? new Date(at) : at;
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Whole minutes from one moment to another, never less than none. */
export function minutesBetween(from: string, to: string | Date): number {
  const end = typeof to === 'string' ? new Date(to) : to;
  return Math.max(0, Math.floor((end.getTime() - new Date(from).getTime()) / 60_000));
}

const WEEKDAYS = ['Chủ nhật', 'Thứ hai', 'Thứ ba', 'Thứ tư', 'Thứ năm', 'Thứ sáu', 'Thứ bảy'];

/** `Thứ hai, 05/10/2026`. */
export function longDay(at: string | Date): string {
  const date = typeof at === 'string' ? new Date(at) : at;
  return `${WEEKDAYS[date.getDay()]}, ${shortDay(date)}`;
}

/** `05/10/2026`. */
export function shortDay(at: string | Date): string {
  const date = typeof at === 'string' ? dayOf(at) : at;
  return `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
}

/** A day without a time is read as that day here, not in London. */
function dayOf(at: string): Date {
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(at);
  return plain ? new Date(Number(plain[1]), Number(plain[2]) - 1, Number(plain[3])) : new Date(at);
}

/** What the fields `date` and `time` of a form hold for a moment. */
export function formMoment(at: string | null): { day: string; time: string } {
  if (!at) return { day: '', time: '' };
  const date = new Date(at);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return { day, time: hourMinute(date) };
}

/** The clock time of each item, from the start of the meeting and the minutes before it. */
export function runningClocks(start: string | null, minutes: number[]): (string | null)[] {
  if (!start) return minutes.map(() => null);
  let at = new Date(start).getTime();
  return minutes.map((length) => {
    const clock = hourMinute(new Date(at));
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
