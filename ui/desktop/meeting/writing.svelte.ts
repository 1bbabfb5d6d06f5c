// The statement being written: who, under which item, and its draft on the disk.
import type { AttendanceLine } from '../../shared/types/AttendanceLine';
import type { Fault } from '../lib/api';
import { drafts, statements } from '../lib/api';
import { DraftKeeper } from './draft';
import { asFault } from '../lib/fault';
import type { Person } from './parts/PersonPick.svelte';
import { readSay, saySlot, writeSay, type Say } from './say';

export class Writing {
  readonly #meeting: string;
  readonly #slot: string;
  readonly #onSaved: (at: string) => void;
  readonly #keeper: DraftKeeper;
  person = $state.raw<Person | null>(null);
  /** The item that the text belongs to, once there is text. */
  bound = $state<string | null>(null);
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  /** Where the caret was last. */
  caret = 0;
  #ready = false;
  /** Something was typed or chosen since the slot was empty. */
  #begun = false;

  constructor(meeting: string, onSaved: (at: string) => void) {
    this.#meeting = meeting;
    this.#slot = saySlot(meeting);
    this.#onSaved = onSaved;
    this.#keeper = new DraftKeeper({
      save: async (value) => (await drafts.save(this.#slot, value)).saved_at,
      onSaved: (at) => {
        this.fault = null;
        onSaved(at);
      },
      onFault: (thrown) => (this.fault = asFault(thrown)),
    });
  }

  /** What the disk kept, unless something was typed meanwhile (`untouched` says not). */
  async restore(people: AttendanceLine[], untouched: () => boolean): Promise<Say | null> {
    const all = await drafts.list(this.#slot).catch(() => []);
    const found = all.find((draft) => draft.slot === this.#slot);
    const say = found ? readSay(found.value) : null;
    this.#ready = true;
    if (!say || !found || !untouched()) return null;
    this.#keeper.known(found.value);
    this.#begun = true;
    this.#onSaved(found.saved_at);
    const member = people.find((one) => one.member === say.member);
    if (member) this.person = { member: member.member, guest: null, name: member.name };
    else if (say.guest) this.person = { member: null, guest: say.guest, name: say.guest };
    this.caret = say.caret;
    return say;
  }

  /** What the line holds now; cheap, told on every letter and every step of the caret. */
  note(item: string, text: string, caret: number): void {
    this.caret = caret;
    if (!this.#ready || (!this.#begun && !text && !this.person)) return;
    this.#begun = true;
    this.bound = text ? (this.bound ?? item) : null;
    this.#keeper.note(
      writeSay({
        item: this.bound ?? item,
        member: this.person?.member ?? null,
        guest: this.person?.guest ?? null,
        text,
        caret,
      }),
    );
  }

  flush(): Promise<void> {
    return this.#keeper.flush();
  }

  /** Into the record, and the draft away with it; false where it stays a draft. */
  async keep(item: string, text: string): Promise<boolean> {
    if (!this.person || this.busy) return false;
    const { member, guest } = this.person;
    this.busy = true;
    await this.#keeper.hold();
    try {
      const said = text.normalize('NFC').trim();
      await statements.add(this.#meeting, item, member, guest, said, this.#slot);
      this.#keeper.forget();
      this.#begun = false;
      this.fault = null;
      this.person = null;
      this.bound = null;
      return true;
    } catch (thrown) {
      this.fault = asFault(thrown);
      this.#keeper.resume();
      return false;
    } finally {
      this.busy = false;
    }
  }
}
