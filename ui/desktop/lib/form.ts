// Reading a form when it is sent. Its fields are never written to while a person types.

/** The text of a field: NFC, without spaces around it. */
export function textOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value.normalize('NFC').trim() : '';
}

/** A secret as it was typed, only in NFC: spaces may be part of it. */
export function secretOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value.normalize('NFC') : '';
}
