// Keys that mean the same everywhere in the window.

/** Whether the keyboard is still putting a letter together (UniKey, ibus): not a key to act on. */
export function composing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229;
}

type Pressed = Pick<
  KeyboardEvent,
  'key' | 'isComposing' | 'keyCode' | 'ctrlKey' | 'altKey' | 'metaKey'
>;

/**
 * Ctrl++, Ctrl+- and Ctrl+0, as in a browser: larger, smaller, as it was at first. The sign is
 * read, not the place of the key: the row of digits and the block of numbers both have it, and
 * `+` stands on `=` where it needs Shift.
 */
export function scaleOf(event: Pressed): 'larger' | 'smaller' | 'usual' | null {
  if (composing(event) || !event.ctrlKey || event.altKey || event.metaKey) return null;
  switch (event.key) {
    case '+':
    case '=':
      return 'larger';
    case '-':
      return 'smaller';
    case '0':
      return 'usual';
    default:
      return null;
  }
}
