// What a vote needs, in integers; the same rule as `VoteKind::needed` of the domain, so that the
// dialog can say it before the count is kept. The kept result is the book's own.
import type { VoteKind } from '../../shared/types/VoteKind';

const TWO_THIRDS: VoteKind[] = ['ket_nap', 'cong_nhan', 'ky_luat_nang'];

export function isTwoThirds(kind: VoteKind): boolean {
  return TWO_THIRDS.includes(kind);
}

/** The smallest number in favour that passes over a base of `base` members. */
export function needed(kind: VoteKind, base: number): number {
  return isTwoThirds(kind) ? Math.floor((2 * base + 2) / 3) : Math.floor(base / 2) + 1;
}

/** A count as typed; null where it is none. */
export function count(typed: string): number | null {
  const text = typed.trim();
  return /^\d{1,4}$/.test(text) ? Number(text) : null;
}
