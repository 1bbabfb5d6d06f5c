/** Cỡ chữ: the size of the root, in pixels, kept on this computer. */
export const SMALLEST = 16;
export const LARGEST = 26;
const USUAL = 18;
const STEP = 2;
const KEY = 'co-chu';

export function scale(): number {
  const kept = Number(localStorage.getItem(KEY));
  return kept >= SMALLEST && kept <= LARGEST ? kept : USUAL;
}

export function applyScale(): void {
  document.documentElement.style.setProperty('--scale', `${scale()}px`);
}

/** One step up or down; returns the size that stands. */
export function changeScale(direction: 1 | -1): number {
  const next = Math.min(LARGEST, Math.max(SMALLEST, scale() + direction * STEP));
  localStorage.setItem(KEY, String(next));
  applyScale();
  return next;
}
