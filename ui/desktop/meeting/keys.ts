// Which key does what while the minutes are written.

export type Act = 'say' | 'next' | 'vote' | 'assign' | 'criticise' | 'attend' | 'petition';

export const KEYS: Record<string, Act> = {
  F2: 'say',
  F3: 'next',
  F4: 'vote',
  F6: 'assign',
  F7: 'criticise',
  F8: 'attend',
  F9: 'petition',
};

type Pressed = Pick<
  KeyboardEvent,
  'key' | 'isComposing' | 'keyCode' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'
>;

/** A key that belongs to the input method, not to us. */
export function composing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** What a function key asks for, if anything. */
export function actOf(event: Pressed): Act | null {
  if (composing(event) || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
    return null;
  }
  return KEYS[event.key] ?? null;
}

/** Ctrl+Enter: the statement is done. */
export function isDone(event: Pressed): boolean {
  return !composing(event) && event.ctrlKey && event.key === 'Enter';
}
