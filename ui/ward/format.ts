/**
 * Numbers and times as Vietnamese papers write them. Times are read from the text as they stand
 * there: the clock of the hall where the meeting was, whatever this computer's zone is.
 */

/** `915` → `91,5`; `900` → `90`. */
export function tenths(n: number): string {
  const whole = Math.trunc(n / 10);
  const rest = n % 10;
  return rest === 0 ? String(whole) : `${whole},${rest}`;
}

/** `934` → `93,4%`. */
export function percent(n: number): string {
  return `${tenths(n)}%`;
}

/** The share as a percentage with one decimal. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : percent(Math.round((part * 1000) / whole));
}

/** `5` → `05`: numbers of people are written with two digits. */
export function people(n: number): string {
  return String(n).padStart(2, '0');
}

/** `2026-10-05T19:30:00+07:00` → `05/10/2026`. */
export function day(at: string): string {
  const [year, month, date] = at.slice(0, 10).split('-');
  return `${date}/${month}/${year}`;
}

/** → `05/10`. */
export function shortDay(at: string): string {
  return day(at).slice(0, 5);
}

/** → `19:30`. */
export function time(at: string): string {
  return at.slice(11, 16);
}

/** → `19 giờ 30 phút, ngày 05 tháng 10 năm 2026`. */
export function longTime(at: string): string {
  const [date, month, year] = day(at).split('/');
  const [hour, minute] = time(at).split(':');
  return `${hour} giờ ${minute} phút, ngày ${date} tháng ${month} năm ${year}`;
}

/** `2026-10` → `10/2026`. */
export function month(text: string): string {
  const [year, number] = text.split('-');
  return `${Number(number)}/${year}`;
}

/** First letter large. */
export function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}

export function capitals(text: string): string {
  return text.toLocaleUpperCase('vi');
}
