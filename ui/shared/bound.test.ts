import { describe, expect, it } from 'vitest';

import { bound } from './bound';

const whole = (text: string) =>
  bound(text)
    .filter((run) => run.whole)
    .map((run) => run.text);

describe('words that are not broken over two lines', () => {
  it('are kept whole in the headings of the book', () => {
    expect(whole('Sinh hoạt chi bộ thường kỳ tháng 10/2026 – 19 giờ 30, thứ hai 05/10')).toEqual([
      'Sinh hoạt',
      'chi bộ',
      'thường kỳ',
      'tháng 10/2026',
      '19 giờ 30',
      'thứ hai 05/10',
    ]);
    expect(whole('Thứ sáu, 02/10/2026')).toEqual(['Thứ sáu, 02/10/2026']);
    expect(whole('Đảng ủy phường Tân Thới Hòa sẽ đọc được những gì?')).toEqual(['Đảng ủy']);
  });
  it('change no letter of the text', () => {
    for (const text of ['', 'Tổng hợp, tiếp thu; giải quyết kiến nghị', 'mục 3', 'sinh  hoạt']) {
      expect(
        bound(text)
          .map((run) => run.text)
          .join(''),
      ).toBe(text);
    }
  });
});
