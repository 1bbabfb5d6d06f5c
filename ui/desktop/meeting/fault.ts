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

/** The ward could not be reached, or the line was cut: no fault of anyone, and nothing is lost. */
export function isOffline(fault: Fault): boolean {
  return fault.code === 'DB-01' || fault.code === 'DB-02';
}
