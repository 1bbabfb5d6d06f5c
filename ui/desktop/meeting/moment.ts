// A day and a time as people type them: `5/10/2026`, `5-10`, `19:00`, `19h30`, `1930`, `19 giờ`.
import { readDay } from '../lib/day';

const two = (n: number) => String(n).padStart(2, '0');

/** `19:30`, or null where it is no time. */
export function readTime(typed: string): string | null {
  const said = typed.normalize('NFC').trim();
  const found =
    /^(\d{1,2})(\d{2})$/.exec(said) ??
    /^(\d{1,2})\s*(?:(?:[:.h]|giờ)\s*(\d{1,2})?)?\s*(?:phút)?$/i.exec(said);
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  return hour < 24 && minute < 60 ? `${two(hour)}:${two(minute)}` : null;
}

export type Moment = { at: string | null } | { wrong: 'day' | 'time' | 'noDay' | 'noTime' };

/** Both fields together: a moment, none at all, or what is wrong. */
export function readMoment(day: string, time: string, year: number): Moment {
  if (!day.trim() && !time.trim()) return { at: null };
  if (!day.trim()) return { wrong: 'noDay' };
  const readableDay = readDay(day, year);
  if (!readableDay) return { wrong: 'day' };
  if (!time.trim()) return { wrong: 'noTime' };
  const readableTime = readTime(time);
  if (!readableTime) return { wrong: 'time' };
  return { at: `${readableDay}T${readableTime}` };
}

/**
 * The moment at which a meeting that began at `start` (`2026-10-05T19:00:00+07:00`) ended, where only
 * the time was said: of the same day, or in the small hours of the next one where it began in the
 * evening. A time before the start stays one: the book says so.
 */
export function endOf(start: string, time: string): string {
  const [day, began] = [start.slice(0, 10), start.slice(11, 16)];
  const pastMidnight = time < began && began >= '18:00' && time < '06:00';
  if (!pastMidnight) return `${day}T${time}`;
  const [y, month, date] = day.split('-').map(Number);
  const next = new Date(Date.UTC(y!, month! - 1, date! + 1));
  return `${next.toISOString().slice(0, 10)}T${time}`;
}
