// Whose Ctrl+Z is it? A text field with something in it, or with something typed into it that the
// field itself can bring back, keeps its own. Everywhere else it is the journal's.
const typed = new WeakSet<EventTarget>();

/** The person typed into a field: it has something of its own to undo. */
export function noteTyping(event: Event): void {
  if (event.target) typed.add(event.target);
}

/** What the field held went into the book: nothing of it is left to undo in the field. */
export function fieldIsFresh(field: EventTarget | null | undefined): void {
  if (field) typed.delete(field);
}

/** Whether Ctrl+Z and Ctrl+Y belong to what has the focus. */
export function ownsUndo(target: EventTarget | null): boolean {
  const isText =
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && target.type === 'text');
  return isText && (target.value !== '' || typed.has(target));
}
