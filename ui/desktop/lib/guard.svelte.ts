// How the book guards itself while it is open: kept in the settings.
import { settings } from './api';

export const guard = $state({ minutes: 5, inSession: false, shade: false, asleep: true });

/** Minutes as typed; null where they are none. */
export function readMinutes(text: string): number | null {
  const minutes = Number(text.trim() || 'x');
  return Number.isInteger(minutes) && minutes >= 0 && minutes <= 120 ? minutes : null;
}

/** Reads what was kept; without it the defaults stay. */
export async function recallGuard(): Promise<void> {
  const [minutes, inSession, shade, asleep] = await Promise.all([
    settings.get('lock-minutes'),
    settings.get('lock-in-session'),
    settings.get('shade-on-blur'),
    settings.get('shade-on-sleep'),
  ]);
  guard.minutes = readMinutes(minutes ?? '') ?? 5;
  guard.inSession = inSession === '1';
  guard.shade = shade === '1';
  guard.asleep = asleep !== '0';
}

export async function keepGuard(wanted: typeof guard): Promise<void> {
  await settings.set('lock-minutes', String(wanted.minutes));
  await settings.set('lock-in-session', wanted.inSession ? '1' : '0');
  await settings.set('shade-on-blur', wanted.shade ? '1' : '0');
  await settings.set('shade-on-sleep', wanted.asleep ? '1' : '0');
  Object.assign(guard, wanted);
}
