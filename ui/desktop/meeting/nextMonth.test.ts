import { expect, it } from 'vitest';

import { nextMonth } from './nextMonth';

const regular = (month: string) => ({ kind: 'thuong_ky' as const, month });

it('a month without a regular meeting is the one to prepare', () => {
  expect(nextMonth({ year: 2026, month: 11 }, [regular('2026-10')])).toEqual({
    year: 2026,
    month: 11,
  });
  const other = { kind: 'chuyen_de' as const, month: '2026-11' };
  expect(nextMonth({ year: 2026, month: 11 }, [other])).toEqual({ year: 2026, month: 11 });
});

it('a month that has had its meeting gives way to the next, over the end of the year too', () => {
  const held = [regular('2026-11'), regular('2026-12')];
  expect(nextMonth({ year: 2026, month: 11 }, held)).toEqual({ year: 2027, month: 1 });
});
