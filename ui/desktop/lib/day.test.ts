import { describe, expect, it } from 'vitest';

import { readDay, showDay, showMonth, showPoints, showTime } from './day';

describe('a typed day', () => {
  it.each([
    ['5/9/2026', '2026-09-05'],
    ['05/09/2026', '2026-09-05'],
    ['5-9-2026', '2026-09-05'],
    ['5.9.2026', '2026-09-05'],
    [' 5 / 9 / 2026 ', '2026-09-05'],
    ['2026-09-05', '2026-09-05'],
    ['29/2/2024', '2024-02-29'],
    ['31/12/1958', '1958-12-31'],
  ])('%s is read as %s', (typed, day) => expect(readDay(typed)).toBe(day));

  it('without a year it is one of the year that is meant, where there is one', () => {
    expect(readDay('5-10', 2026)).toBe('2026-10-05');
    expect(readDay('5/10')).toBeNull();
    expect(readDay('31/2', 2026)).toBeNull();
  });

  it.each(['', '9/2026', '31/4/2026', '29/2/2026', '0/1/2026', '5/13/2026', '5/9/26', 'hôm qua'])(
    '%s is no day',
    (typed) => expect(readDay(typed)).toBeNull(),
  );
});

describe('what is shown', () => {
  it('is day first', () => expect(showDay('1958-03-21')).toBe('21/03/1958'));
  it('is empty where nothing is known', () => expect(showDay(null)).toBe(''));
  it('drops the hour of a full time', () =>
    expect(showDay('2026-10-05T19:00:00+07:00')).toBe('05/10/2026'));
  it('puts the month before the year', () => expect(showMonth('2026-10')).toBe('10/2026'));
  it('has the hour before the day', () =>
    expect(showTime('2026-10-05T19:02:00')).toBe('19:02 05/10/2026'));
  it('is by the clock of Việt Nam', () => {
    expect(showTime('2026-10-05T12:02:00Z')).toBe('19:02 05/10/2026');
    expect(showTime('2026-10-05T19:02:00+07:00')).toBe('19:02 05/10/2026');
  });
  it('leaves alone what is no time', () => expect(showTime('21:14')).toBe('21:14'));
  it('has a comma in decimals', () => expect(showPoints(92.5)).toBe('92,5'));
});
