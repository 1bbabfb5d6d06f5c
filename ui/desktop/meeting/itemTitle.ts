/** Up to here a title fits into two lines of the narrowest list. */
const FITS = 40;

/**
 * A title for a narrow list: what comes after a semicolon tells more of the same, and is read whole
 * where the item itself is. The two parts together are the title.
 */
export function inBrief(title: string): [string, string] {
  const end = title.length > FITS ? title.search(/;\s/) : -1;
  return end > 0 ? [title.slice(0, end), title.slice(end)] : [title, ''];
}

/**
 * Several items in one line, each by the first of what its title lists; the line is cut where it is
 * shown. In a title such as "Điểm danh, thông báo tình hình đảng viên" the first is enough to know
 * the item by.
 */
export function namesOf(items: readonly { title: string }[]): string {
  return items.map(({ title }) => title.split(/[,;]\s|\s\(/, 1)[0]!.trim()).join('; ');
}
