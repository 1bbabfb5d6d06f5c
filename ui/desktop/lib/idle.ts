// When the book locks itself. Pure: what time it is, is told.

/** A gap between two looks that only a sleeping machine can explain. */
export const ASLEEP = 60_000;

export interface IdleRules {
  /** Minutes without a sign of the person; 0 for never. */
  minutes: number;
  /** Whether a running meeting makes no difference. */
  inSession: boolean;
}

/** The last sign of the person, and the last look at the clock. */
export class Idle {
  #sign: number;
  #look: number;

  constructor(now: number) {
    this.#sign = now;
    this.#look = now;
  }

  /** The person pressed, typed or moved something. */
  sign(now: number): void {
    this.#sign = now;
  }

  /** What is to be done now. After sleep the book is covered at once, and locked if it is time. */
  look(now: number, rules: IdleRules, meetingRuns: boolean): 'lock' | 'cover' | 'nothing' {
    const slept = now - this.#look > ASLEEP;
    this.#look = now;
    const due = rules.minutes > 0 && now - this.#sign >= rules.minutes * 60_000;
    const may = rules.inSession || !meetingRuns;
    if (due && may) return 'lock';
    return slept ? 'cover' : 'nothing';
  }
}
