// Which key does what while the minutes are written.
import { composing } from '../lib/keys';

export type Act =
  'say' | 'next' | 'phrase' | 'vote' | 'assign' | 'criticise' | 'attend' | 'petition';

export const KEYS: Record<string, Act> = {
  F2: 'say',
  F3: 'next',
  F4: 'vote',
  F5: 'phrase',
  F6: 'assign',
  F7: 'criticise',
  F8: 'attend',
  F9: 'petition',
};

type Pressed = Pick<
  KeyboardEvent,
  'key' | 'isComposing' | 'keyCode' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'
>;

/** What a function key asks for, if anything. */
export function actOf(event: Pressed): Act | null {
  if (composing(event) || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
    return null;
  }
  return KEYS[event.key] ?? null;
}

/** Ctrl+Z, and Ctrl+Y or Ctrl+Shift+Z. */
export function stepOf(event: Pressed): 'undo' | 'redo' | null {
  if (composing(event) || !event.ctrlKey || event.altKey || event.metaKey) return null;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !event.shiftKey ? 'redo' : null;
}

/** Ctrl+Enter: the statement is done. */
export function isDone(event: Pressed): boolean {
  return !composing(event) && event.ctrlKey && event.key === 'Enter';
}
