// Words without accents: "nguyen van duc" finds "Nguyễn Văn Đức".

/** Lower case, no accents, đ as d. đ has no decomposition and is mapped by hand. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐðÐƉɖ]/g, 'd')
    .toLowerCase();
}

/** Whether every word of `typed` begins a word of `text`, or `typed` begins its initials. */
export function fits(text: string, typed: string): boolean {
  const words = fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const parts = fold(typed).split(/\s+/).filter(Boolean);
  const initials = words.map((word) => word[0]).join('');
  return (
    parts.every((part) => words.some((word) => word.startsWith(part))) ||
    (parts.length === 1 && initials.startsWith(parts[0]!))
  );
}
