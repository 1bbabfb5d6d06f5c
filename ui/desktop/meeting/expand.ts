// Phrases behind a few letters.
import { fold } from '../lib/fold';

export interface Phrase {
  short: string;
  text: string;
}

/**
 * The phrase that the word before the caret stands for, and where the word begins. Accents and
 * case of the letters do not matter: UniKey may have made đ of dd.
 */
export function expandAt(
  text: string,
  caret: number,
  phrases: readonly Phrase[],
): { from: number; text: string } | null {
  const word = /\S+$/.exec(text.slice(0, caret))?.[0];
  if (!word) return null;
  const exact = phrases.find((one) => one.short === word);
  const found = exact ?? phrases.find((one) => fold(one.short) === fold(word));
  return found ? { from: caret - word.length, text: found.text } : null;
}
