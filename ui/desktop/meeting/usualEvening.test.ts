import { expect, it } from 'vitest';

import { usualEvening } from './usualEvening';

const regular = (month: string, planned_at: string | null) => ({
  kind: 'thuong_ky' as const,
  month,
  planned_at,
});
const autumn = [
  regular('2026-10', '2026-10-05T19:00:00+07:00'),
  regular('2026-11', '2026-11-06T19:30:00+07:00'),
];

it('the next meeting is offered on the evening of the last one', () => {
  expect(usualEvening('thuong_ky', '2026-12', autumn)).toBe('2026-12-06T19:30');
  expect(usualEvening('thuong_ky', '2026-11', autumn)).toBe('2026-11-05T19:00');
});

it('a month that is too short has it on its last day', () => {
  const late = [regular('2027-01', '2027-01-31T14:00:00+07:00')];
  expect(usualEvening('thuong_ky', '2027-02', late)).toBe('2027-02-28T14:00');
  expect(usualEvening('thuong_ky', '2028-02', late)).toBe('2028-02-29T14:00');
});

it('without a planned one before, nothing is offered', () => {
  expect(usualEvening('thuong_ky', '2026-10', autumn)).toBeNull();
  expect(usualEvening('chuyen_de', '2026-12', autumn)).toBeNull();
  expect(usualEvening('thuong_ky', '2026-12', [regular('2026-11', null)])).toBeNull();
});
