// A form in a panel whose text is not lost when the panel is closed or the power goes: it is kept
// as a draft while it is typed, and put back, once, when the panel is opened again.
import { DraftKeeper } from '../meeting/draft';
import { drafts } from './api';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Values = Record<string, string>;

export class KeptForm {
  /** Whether the form shows text that was left unsaved before. */
  restored = $state(false);
  readonly #slot: string;
  readonly #keeper: DraftKeeper;
  #form: HTMLFormElement | null = null;
  #start: Values = {};

  constructor(slot: string) {
    this.#slot = slot;
    this.#keeper = new DraftKeeper({
      save: async (value) => (await drafts.save(slot, value)).saved_at,
    });
  }

  /** For `{@attach kept.attach}` on the form. */
  readonly attach = (form: HTMLFormElement) => {
    let typed = false;
    this.#form = form;
    this.#start = read(form);
    const note = () => {
      typed = true;
      this.#keeper.note(JSON.stringify(read(form)));
    };
    form.addEventListener('input', note);
    void this.#find().then((values) => {
      // Never over what a person has begun to type.
      if (!values || typed || this.#form !== form) return;
      write(form, values);
      this.restored = true;
    });
    return () => {
      form.removeEventListener('input', note);
      this.#form = null;
      void this.#keeper.flush();
    };
  };

  /** The text went into the book. */
  async clear(): Promise<void> {
    await this.#keeper.hold();
    this.#keeper.forget();
    this.restored = false;
    await drafts.drop(this.#slot).catch(() => undefined);
  }

  /** The text is not wanted: the form shows again what the book has. */
  async drop(): Promise<void> {
    if (this.#form) write(this.#form, this.#start);
    await this.clear();
  }

  async #find(): Promise<Values | null> {
    try {
      const kept = (await drafts.list(this.#slot)).find((draft) => draft.slot === this.#slot);
      const values: unknown = kept ? JSON.parse(kept.value) : null;
      return typeof values === 'object' ? (values as Values | null) : null;
    } catch {
      return null; // A draft that can't be read is no draft.
    }
  }
}

const fieldsOf = (form: HTMLFormElement) =>
  [...form.elements].filter((one): one is Field => 'value' in one && 'name' in one && !!one.name);

const isTick = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && field.type === 'checkbox';

function read(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const field of fieldsOf(form)) {
    values[field.name] = isTick(field) ? String(field.checked) : field.value;
  }
  return values;
}

function write(form: HTMLFormElement, values: Values): void {
  for (const field of fieldsOf(form)) {
    const value = values[field.name];
    if (typeof value !== 'string') continue;
    if (isTick(field)) field.checked = value === 'true';
    else field.value = value;
    // Fields whose choice the screen holds itself learn of it this way.
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
}
