// Something read from the book, and read again after each command.
import { asFault, type Fault } from './fault';

export class Loaded<T> {
  value = $state.raw<T | null>(null);
  fault = $state.raw<Fault | null>(null);
  #read: () => Promise<T>;
  #turn = 0;

  constructor(read: () => Promise<T>) {
    this.#read = read;
    void this.reload();
  }

  /** Reads it (again); an answer that was overtaken by a later one is dropped. */
  async reload(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const value = await this.#read();
      if (turn === this.#turn) [this.value, this.fault] = [value, null];
    } catch (thrown) {
      if (turn === this.#turn) this.fault = asFault(thrown);
    }
  }
}
