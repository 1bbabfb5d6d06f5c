// Words of two syllables that belong together. Vietnamese writes them with a space, and a browser
// breaks the line there: "sinh / hoạt" is read twice before it is understood.

const pairs = [
  'biên bản',
  'chi bộ',
  'chi ủy',
  'chuyên đề',
  'cuộc họp',
  'Đảng ủy',
  'đảng viên',
  'đồng bộ',
  'đồng chí',
  'khu phố',
  'kiến nghị',
  'kế hoạch',
  'kết hợp',
  'mở rộng',
  'nghị quyết',
  'nhiệm vụ',
  'phê bình',
  'sinh hoạt',
  'thông qua',
  'thường kỳ',
  'văn bản',
].join('|');
/** A pair, a month or quarter with its number, an hour, a weekday with its date. */
const BOUND = new RegExp(
  `(?:${pairs}|(?:tháng|quý|năm|mục|kỳ|số|bản) [\\dIVX]\\S*|\\d+ giờ(?: \\d\\d)?|` +
    `(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)(?:,? \\d\\S*)?|đ/c \\S+)`,
  'giu',
);

export interface Run {
  text: string;
  /** Not to be broken. */
  whole: boolean;
}

/** The runs of a text; together they are the text, to the letter. */
export function bound(text: string): Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const found of text.matchAll(BOUND)) {
    if (found.index > at) runs.push({ text: text.slice(at, found.index), whole: false });
    runs.push({ text: found[0], whole: true });
    at = found.index + found[0].length;
  }
  if (at < text.length) runs.push({ text: text.slice(at), whole: false });
  return runs;
}
