// Keeps what is being typed on the disk. Pure: the timer and the saver are given.

/** Saves one value; answers when the disk has it, with the time at which it had (`19:42:07`). */
export type Save = (value: string) => Promise<string>;

export interface Timer {
  now(): number;
  after(milliseconds: number, work: () => void): number;
  cancel(handle: number): void;
}

export interface DraftOptions {
  save: Save;
  timer?: Timer;
  onSaved?: (savedAt: string) => void;
  onFault?: (fault: unknown) => void;
}

/** A pause in the typing this long starts a save. */
export const QUIET = 150;
/** While typing goes on, a save starts at least this often. */
export const MOST = 400;
/** After a failed save, the next try. */
export const RETRY = 2000;

const windowTimer: Timer = {
  now: () => performance.now(),
  after: (milliseconds, work) => window.setTimeout(work, milliseconds),
  cancel: (handle) => window.clearTimeout(handle),
};

/**
 * One slot. `note` says what the field holds now; the newest value is the one that is saved, and
 * no two saves are ever under way together, so an older text can't land on a newer one.
 */
export class DraftKeeper {
  readonly #save: Save;
  readonly #timer: Timer;
  readonly #onSaved: (savedAt: string) => void;
  readonly #onFault: (fault: unknown) => void;

  #value = '';
  #dirty = false;
  #dirtySince = 0;
  #held = false;
  #handle: number | null = null;
  #underWay: Promise<void> | null = null;

  constructor(options: DraftOptions) {
    this.#save = options.save;
    this.#timer = options.timer ?? windowTimer;
    this.#onSaved = options.onSaved ?? (() => undefined);
    this.#onFault = options.onFault ?? (() => undefined);
  }

  /** Whether the disk lacks something that was typed. */
  get waiting(): boolean {
    return this.#dirty || this.#underWay !== null;
  }

  /** What the field holds now. */
  note(value: string): void {
    if (value === this.#value && !this.#dirty) return;
    this.#value = value;
    if (!this.#dirty) {
      this.#dirty = true;
      this.#dirtySince = this.#timer.now();
    }
    const left = this.#dirtySince + MOST - this.#timer.now();
    this.#plan(Math.max(0, Math.min(QUIET, left)));
  }

  /** What the disk holds already: a restored draft. */
  known(value: string): void {
    this.#value = value;
    this.#dirty = false;
  }

  /** Saves now whatever is not saved yet; answers when the disk has it or a save has failed. */
  async flush(): Promise<void> {
    this.#unplan();
    while (this.#underWay) await this.#underWay;
    this.#unplan();
    if (this.#dirty && !this.#held) await this.#start();
  }

  /** No save starts until `resume` or `forget`; answers when none is under way. */
  async hold(): Promise<void> {
    this.#held = true;
    this.#unplan();
    while (this.#underWay) await this.#underWay;
  }

  /** Goes on after `hold`: what was typed is still wanted. */
  resume(): void {
    this.#held = false;
    if (this.#dirty) this.#plan(0);
  }

  /** The text went elsewhere, and its slot with it: nothing of it is to be saved any more. */
  forget(): void {
    this.#unplan();
    this.#held = false;
    this.#dirty = false;
    this.#value = '';
  }

  #plan(milliseconds: number): void {
    this.#unplan();
    if (this.#held || this.#underWay) return;
    this.#handle = this.#timer.after(milliseconds, () => {
      this.#handle = null;
      void this.#start();
    });
  }

  #unplan(): void {
    if (this.#handle !== null) this.#timer.cancel(this.#handle);
    this.#handle = null;
  }

  #start(): Promise<void> {
    const value = this.#value;
    this.#dirty = false;
    this.#underWay = Promise.resolve().then(() => this.#run(value));
    return this.#underWay;
  }

  async #run(value: string): Promise<void> {
    let wait = 0;
    try {
      this.#onSaved(await this.#save(value));
    } catch (fault) {
      this.#dirty = this.#dirty || this.#value === value;
      wait = RETRY;
      this.#onFault(fault);
    }
    this.#underWay = null;
    if (this.#dirty) {
      this.#dirtySince = this.#timer.now();
      this.#plan(wait);
    }
  }
}
