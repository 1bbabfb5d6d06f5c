// Vietnamese without accents, to compare what was typed with a name.

export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐðÐɖƉ]/g, 'd')
    .toLowerCase()
    .trim();
}

/** Whether a name fits what was typed: the start of any word, or the initials. */
export function fits(name: string, typed: string): boolean {
  const wanted = fold(typed);
  if (!wanted) return true;
  const folded = fold(name);
  const words = folded.split(/\s+/);
  const initials = words.map((word) => word[0] ?? '').join('');
  return ` ${folded}`.includes(` ${wanted}`) || initials.startsWith(wanted);
}
