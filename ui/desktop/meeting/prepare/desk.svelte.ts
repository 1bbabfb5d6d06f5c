// What stands beside the agenda while a meeting is prepared, read again whenever the meeting is.
import { prepare } from '../../lib/api';
import type { CarriedLine } from '../../../shared/types/CarriedLine';
import type { PrepareView } from '../../../shared/types/PrepareView';
import { asFault } from '../../lib/fault';
import type { Live } from '../live.svelte';

export class Desk {
  view = $state.raw<PrepareView | null>(null);
  readonly #live: Live;
  #turn = 0;

  constructor(live: Live) {
    this.#live = live;
  }

  /** An answer that was overtaken by a later one is dropped. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const view = await prepare.show(this.#live.id);
      if (turn === this.#turn) this.view = view;
    } catch (thrown) {
      this.#live.fault = asFault(thrown);
    }
  }

  /** Does one thing that may change the meeting too, and reads both again. */
  act(work: () => Promise<unknown>): Promise<boolean> {
    return this.#live.act(work);
  }

  /** What is carried in under an agenda item. */
  under(item: string): CarriedLine[] {
    return (this.view?.carried.lines ?? []).filter((line) => line.item === item);
  }

  /** What the agenda has no item for. */
  get homeless(): CarriedLine[] {
    return (this.view?.carried.lines ?? []).filter((line) => line.item === null);
  }
}
