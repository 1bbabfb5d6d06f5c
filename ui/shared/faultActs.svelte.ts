// What a person can do about a fault besides mending it: one act for a code. A page says which it
// has; where it says nothing, the box shows words only.

export interface FaultAct {
  words: string;
  /** What the box says once it is done. */
  done: string;
  run: () => Promise<unknown>;
}

const acts = new Map<string, FaultAct>();

export const offer = (code: string, act: FaultAct) => void acts.set(code, act);
export const actFor = (code: string): FaultAct | undefined => acts.get(code);
