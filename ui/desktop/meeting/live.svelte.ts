// The meeting as the book has it, and the way to change it.
import type { Fault } from '../lib/api';
import { meetings, pen } from '../lib/api';
import type { Pulse } from '../lib/api/pen';
import type { AgendaLine } from '../../shared/types/AgendaLine';
import type { MeetingView } from '../../shared/types/MeetingView';
import type { Undone } from '../../shared/types/Undone';
import { asFault } from '../lib/fault';
import { now } from './now.svelte';
import { words } from './words';

/** What was just done, with the way back: by undo, or by doing again what undo took back. */
export interface Notice {
  words: string;
  back: 'undo' | 'redo';
}

export class Live {
  readonly id: string;
  view = $state.raw<MeetingView | null>(null);
  fault = $state.raw<Fault | null>(null);
  notice = $state.raw<Notice | null>(null);
  /** When the view was read, by the page's own clock. */
  readAt = $state.raw(0);
  /** Who writes, as last heard. */
  pulse = $state.raw<Pulse | null>(null);
  #mark: number | null = null;
  #wanted = 0;
  #reading: Promise<void> | null = null;

  constructor(id: string) {
    this.id = id;
  }

  /** The item that the meeting is at: opened and not closed. */
  current: AgendaLine | null = $derived.by(
    () => this.view?.agenda.findLast((item) => item.opened_at && !item.closed_at) ?? null,
  );

  /** Whether the record may be written in this window. */
  holds = $derived(
    this.pulse ? this.pulse.pen.here && this.pulse.window : (this.view?.pen.here ?? true),
  );

  /** Hears who writes, and reads again what another window or device wrote; until it is ended. */
  follow(every: number): () => void {
    let ended = false;
    const beat = async () => {
      try {
        const pulse = await pen.pulse(this.id);
        if (ended) return;
        const before = this.pulse;
        // The same again changes nothing on the screen.
        if (JSON.stringify(pulse) !== JSON.stringify(before)) this.pulse = pulse;
        const news = this.#mark !== null && pulse.mark !== this.#mark;
        this.#mark = pulse.mark;
        if (news && !this.holds) await this.load();
      } catch {
        // Locked or closing: the next beat hears more.
      }
    };
    void beat();
    const timer = setInterval(beat, every);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }

  /** This window writes from now on. */
  async takePen(): Promise<void> {
    await this.act(() => pen.take(this.id));
    this.pulse = await pen.pulse(this.id).catch(() => this.pulse);
  }

  /** The break that goes on. */
  pause = $derived(this.view?.breaks.find((one) => !one.to) ?? null);

  /** Minutes that the sitting has lasted, without its breaks. */
  get minutes(): number {
    const { view } = this;
    if (view?.lasted_seconds == null) return 0;
    const goesOn = view.state === 'dang_hop' && !this.pause;
    return Math.floor((view.lasted_seconds + (goesOn ? this.since : 0)) / 60);
  }

  /** Minutes that the meeting has been at an item; null before it came to it. */
  spent(item: AgendaLine): number | null {
    if (item.seconds == null) return null;
    const goesOn = item.opened_at && !item.closed_at && !this.pause && !this.view?.ended_at;
    return Math.floor((item.seconds + (goesOn ? this.since : 0)) / 60);
  }

  /** Seconds since the view was read, by a clock that does not jump. */
  private get since(): number {
    return Math.max(0, now.steady - this.readAt) / 1000;
  }

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
        this.readAt = performance.now();
      } catch (thrown) {
        this.fault = asFault(thrown);
      }
    }
  }

  /** Does one thing and reads the meeting again; answers whether it was done. */
  async act(work: () => Promise<unknown>): Promise<boolean> {
    let done = true;
    this.notice = null;
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

  /** Takes something out of the book, and shows the way back. */
  async remove(what: string, work: () => Promise<unknown>): Promise<void> {
    if (await this.act(work)) this.notice = { words: what, back: 'undo' };
  }

  /** Takes back the newest act of this device on the meeting (Ctrl+Z). */
  async undo(): Promise<void> {
    await this.#step(() => meetings.undo(this.id), words.undone, 'redo');
  }

  /** Does again what was taken back last (Ctrl+Y). */
  async redo(): Promise<void> {
    await this.#step(() => meetings.redo(this.id), words.redone, 'undo');
  }

  async #step(
    step: () => Promise<Undone>,
    say: (undone: Undone) => string,
    back: Notice['back'],
  ): Promise<void> {
    let undone: Undone | null = null;
    if (await this.act(async () => (undone = await step()))) {
      this.notice = { words: say(undone!), back };
    }
  }
}
