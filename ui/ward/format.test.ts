import { expect, test } from 'vitest';

import { day, longTime, month, people, percent, sentence, share, tenths } from './format';

test('numbers are written with a comma', () => {
  expect(tenths(915)).toBe('91,5');
  expect(tenths(900)).toBe('90');
  expect(percent(1000)).toBe('100%');
  expect(share(2, 3)).toBe('66,7%');
  expect(share(0, 0)).toBe('–');
  expect(people(5)).toBe('05');
});

test('times are those of the hall, not of this computer', () => {
  expect(day('2026-10-05T00:30:00+07:00')).toBe('05/10/2026');
  expect(longTime('2026-10-05T19:30:00+07:00')).toBe('19 giờ 30 phút, ngày 05 tháng 10 năm 2026');
  expect(month('2026-09')).toBe('9/2026');
});

test('a sentence begins with a large Vietnamese letter', () => {
  expect(sentence('đã nhận')).toBe('Đã nhận');
});
