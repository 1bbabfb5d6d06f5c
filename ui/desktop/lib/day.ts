// Days and hours: typed by people (`5/9/2026`), kept by the book (`2026-09-05`).

/**
 * What a person typed, read as a day; null where it is none. Never US order. A day without a year is
 * one of `year`, where that is known.
 */
export function readDay(typed: string, year?: number): string | null {
  const text = typed.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return whole(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const local = /^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4})$/.exec(text);
  if (local) return whole(Number(local[3]), Number(local[2]), Number(local[1]));
  const short = year && /^(\d{1,2})\s*[/.-]\s*(\d{1,2})$/.exec(text);
  if (short) return whole(year, Number(short[2]), Number(short[1]));
  return null;
}

function whole(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && year >= 1900 && year <= 2100 ? date.toISOString().slice(0, 10) : null;
}

/** `2026-09-05` or a full time → `05/09/2026`. */
export function showDay(iso: string | null | undefined): string {
  const parts = iso ? /^(\d{4})-(\d{2})-(\d{2})/.exec(iso) : null;
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : '';
}

/** `2026-10` → `10/2026`. */
export function showMonth(month: string): string {
  const [year, number] = month.split('-');
  return `${number}/${year}`;
}

/**
 * RFC 3339 → `19:02 05/10/2026`, always by the clock of Việt Nam (UTC+7), whatever zone an old
 * machine believes to be in; without an offset it is that clock already.
 */
export function showTime(at: string | null | undefined): string {
  if (!at) return '';
  const zoned = /(Z|[+-]\d{2}:\d{2})$/i.test(at);
  const time = new Date(zoned ? at : `${at}Z`).getTime();
  if (Number.isNaN(time)) return at;
  const date = new Date(zoned ? time + 7 * 3_600_000 : time);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())} ${day}`;
}

/** Decimals with a comma: `92.5` → `92,5`. */
export function showPoints(points: number): string {
  return String(points).replace('.', ',');
}
