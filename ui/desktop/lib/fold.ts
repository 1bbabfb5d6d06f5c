// Words without accents: "nguyen van duc" finds "Nguyễn Văn Đức".

/** Lower case, no accents, đ as d. đ has no decomposition and is mapped by hand. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐðÐƉɖ]/g, 'd')
    .toLowerCase();
}

/** Whether every word of `typed` begins a word of `text`. */
export function fits(text: string, typed: string): boolean {
  const words = fold(text).split(/[^\p{L}\p{N}]+/u);
  return fold(typed)
    .split(/\s+/)
    .filter(Boolean)
    .every((part) => words.some((word) => word.startsWith(part)));
}
