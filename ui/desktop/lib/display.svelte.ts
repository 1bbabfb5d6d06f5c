// How the window looks for this person: text scale and light or dark. Kept in the settings.
import { settings } from './api';

export const smallest = 16;
export const largest = 26;
export const usual = 18;
export type Theme = 'auto' | 'light' | 'dark';
const themes: readonly Theme[] = ['auto', 'light', 'dark'];

export const display = $state({ scale: usual, theme: 'auto' as Theme });

export function readScale(text: string | null): number {
  const scale = Math.round(Number(text));
  return text && scale >= smallest && scale <= largest ? scale : usual;
}

export function readTheme(text: string | null): Theme {
  return themes.find((theme) => theme === text) ?? 'auto';
}

/** Puts scale and theme on the page. */
export function show(): void {
  const root = document.documentElement;
  root.style.setProperty('--scale', `${display.scale}px`);
  if (display.theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = display.theme;
}

/** Reads what was kept; without it the defaults stay. */
export async function recall(): Promise<void> {
  const [scale, theme] = await Promise.all([settings.get('scale'), settings.get('theme')]);
  display.scale = readScale(scale);
  display.theme = readTheme(theme);
  show();
}

export async function setScale(scale: number): Promise<void> {
  display.scale = Math.min(largest, Math.max(smallest, Math.round(scale)));
  show();
  await settings.set('scale', String(display.scale));
}

export async function setTheme(theme: Theme): Promise<void> {
  display.theme = theme;
  show();
  await settings.set('theme', theme);
}
