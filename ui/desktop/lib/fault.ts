// What a failed call throws, made safe to show.
import { words } from '../../shared/words';
import type { Fault } from './api';

export type { Fault };

/** Anything thrown, as a fault with words. `SO-00` is ours: the window, not the book. */
export function asFault(thrown: unknown): Fault {
  if (isFault(thrown)) return { ...thrown, hint: thrown.hint ?? '' };
  console.error(thrown);
  return { code: 'SO-00', message: words.unknownFault, hint: words.unknownHint };
}

/** The ward could not be reached, or the line was cut: no fault of anyone, and nothing is lost. */
export const isOffline = (fault: Fault): boolean =>
  fault.code === 'DB-01' || fault.code === 'DB-02';

function isFault(thrown: unknown): thrown is Fault {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    typeof (thrown as Fault).code === 'string' &&
    typeof (thrown as Fault).message === 'string'
  );
}
