// What was typed into a dialog and not kept yet. Closing the dialog, or the power going, loses
// nothing: it is there when the dialog is opened again.
import { drafts } from '../lib/api';
import { DraftKeeper } from './draft';

export const FORMS = ['vote', 'assign', 'criticise', 'petition'] as const;
export type FormName = (typeof FORMS)[number];

export class FormDraft {
  readonly slot: string;
  readonly #keeper: DraftKeeper;
  #values: Record<string, string> = {};

  constructor(meeting: string, name: string) {
    this.slot = `form/${meeting}/${name}`;
    this.#keeper = new DraftKeeper({
      save: async (value) => (await drafts.save(this.slot, value)).saved_at,
    });
  }

  /** Whether something of it waits. */
  get begun(): boolean {
    return Object.values(this.#values).some((value) => value.trim());
  }

  get(name: string): string {
    return this.#values[name] ?? '';
  }

  /** What goes into the book: normal form, no white space around it. */
  text(name: string): string {
    return this.get(name).normalize('NFC').trim();
  }

  set(name: string, value: string): void {
    this.#values[name] = value;
    this.#keeper.note(JSON.stringify(this.#values));
  }

  /** Begins with these values; they are no draft yet. */
  protected take(values: Record<string, string>): void {
    this.#values = values;
  }

  async restore(): Promise<void> {
    const kept = (await drafts.list(this.slot).catch(() => [])).find((d) => d.slot === this.slot);
    if (!kept || this.begun) return;
    try {
      const found: unknown = JSON.parse(kept.value);
      if (typeof found !== 'object' || found === null) return;
      for (const [name, value] of Object.entries(found)) {
        if (typeof value === 'string') this.#values[name] = value;
      }
    } catch {
      // A damaged draft is no draft.
    }
  }

  /** It went into the book, or is not wanted any more. */
  async clear(): Promise<void> {
    await this.#keeper.hold();
    this.#keeper.forget();
    this.#values = {};
    await drafts.drop(this.slot).catch(() => undefined);
  }
}
