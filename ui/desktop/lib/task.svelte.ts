// One command at a time: whether it is under way, and what went wrong with the last one.
import { asFault, type Fault } from './fault';

export class Task {
  busy = $state(false);
  fault = $state.raw<Fault | null>(null);

  /** Runs `work`; answers its value, or undefined where it failed (see `fault`) or another runs. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.fault = null;
    try {
      return await work();
    } catch (thrown) {
      this.fault = asFault(thrown);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
