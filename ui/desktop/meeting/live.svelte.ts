// The meeting as the book has it, and the way to change it.
import type { Fault } from '../lib/api';
import { meetings } from '../lib/api';
import type { AgendaLine } from '../../shared/types/AgendaLine';
import type { MeetingView } from '../../shared/types/MeetingView';
import { asFault } from '../lib/fault';

/** Something taken out that comes back as long as nobody says otherwise. */
export interface Removal {
  id: string;
  words: string;
  /** Takes it out of the book for good. */
  finish: () => Promise<unknown>;
}

export class Live {
  readonly id: string;
  view = $state.raw<MeetingView | null>(null);
  fault = $state.raw<Fault | null>(null);
  /** Hidden from the screens; still in the book until `settle`. */
  removal = $state.raw<Removal | null>(null);
  #wanted = 0;
  #reading: Promise<void> | null = null;

  constructor(id: string) {
    this.id = id;
  }

  /** The item that the meeting is at: opened and not closed. */
  current: AgendaLine | null = $derived.by(
    () => this.view?.agenda.findLast((item) => item.opened_at && !item.closed_at) ?? null,
  );

  /** Reads the meeting; calls that come while one is read are answered by one more. */
  async load(): Promise<void> {
    this.#wanted += 1;
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
    await this.#reading;
  }

  async #read(): Promise<void> {
    for (let done = 0; done !== this.#wanted;) {
      done = this.#wanted;
      try {
        this.view = await meetings.show(this.id);
      } catch (thrown) {
        this.fault = asFault(thrown);
      }
    }
  }

  /** Does one thing and reads the meeting again; answers whether it was done. */
  async act(work: () => Promise<unknown>): Promise<boolean> {
    let done = true;
    try {
      await work();
      this.fault = null;
    } catch (thrown) {
      this.fault = asFault(thrown);
      done = false;
    }
    await this.load();
    return done;
  }

  /** Takes something out, with a way back until the next removal or until the screen is left. */
  async remove(removal: Removal): Promise<void> {
    await this.settle();
    this.removal = removal;
  }

  undo(): void {
    this.removal = null;
  }

  /** Makes the waiting removal final. */
  async settle(): Promise<void> {
    const waiting = this.removal;
    if (!waiting) return;
    await this.act(waiting.finish);
    this.removal = null;
  }

  shows(id: string): boolean {
    return this.removal?.id !== id;
  }
}
