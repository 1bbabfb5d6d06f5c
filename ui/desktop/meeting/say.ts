// The one writing line as it lies in its draft slot.

export interface Say {
  item: string;
  member: string | null;
  guest: string | null;
  text: string;
  caret: number;
}

export const saySlot = (meeting: string) => `say/${meeting}`;

export function writeSay(say: Say): string {
  return JSON.stringify(say);
}

/** The draft, or null where there is nothing to go on with. */
export function readSay(value: string): Say | null {
  let found: unknown;
  try {
    found = JSON.parse(value);
  } catch {
    return null;
  }
  if (typeof found !== 'object' || found === null) return null;
  const { item, member, guest, text, caret } = found as Record<string, unknown>;
  if (typeof item !== 'string' || typeof text !== 'string') return null;
  const say: Say = {
    item,
    member: typeof member === 'string' ? member : null,
    guest: typeof guest === 'string' ? guest : null,
    text,
    caret: typeof caret === 'number' ? Math.min(Math.max(0, caret), text.length) : text.length,
  };
  return say.text || say.member || say.guest ? say : null;
}

/**
 * What stays in the field when `kept` went into the record: nothing, or what was typed after it
 * while it was on its way.
 */
export function restAfter(kept: string, now: string): string {
  return now.startsWith(kept) ? now.slice(kept.length).trimStart() : now;
}
