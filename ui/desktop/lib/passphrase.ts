// A new passphrase as the fields of `NewPassphrase` hold it. How hard it is to guess the book says.
import { words } from '../words';
import { secretOf } from './form';

export interface PassphraseWrong {
  key?: string;
  again?: string;
}

export function readPassphrase(form: HTMLFormElement): { key: string; wrong: PassphraseWrong } {
  const key = secretOf(form, 'key');
  const t = words.first;
  if ([...key].length < 8) return { key, wrong: { key: t.keyShort } };
  if (key !== secretOf(form, 'again')) return { key, wrong: { again: t.keyDiffers } };
  return { key, wrong: {} };
}
