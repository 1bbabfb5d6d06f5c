// Whatever was thrown, as words for a person.
import type { Fault } from '../lib/api';
import { words } from './words';

export function asFault(thrown: unknown): Fault {
  if (typeof thrown === 'object' && thrown !== null) {
    const { code, message, hint } = thrown as Partial<Fault>;
    if (typeof code === 'string' && typeof message === 'string') {
      return { code, message, hint: hint ?? '' };
    }
  }
  console.error(thrown);
  return words.unknownFault;
}

/** Whether the ward could not be reached, as against having said no. */
export function isOffline(fault: Fault): boolean {
  return !navigator.onLine || /^(MANG|NET|SYNC-NET|mang|network)/.test(fault.code);
}
