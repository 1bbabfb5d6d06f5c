import { describe, expect, it } from 'vitest';

import type { MeetingLine } from '../../shared/types/MeetingLine';
import { byYear, figures } from './years';

const line = (month: string, more: Partial<MeetingLine> = {}): MeetingLine => ({
  id: month,
  kind: 'thuong_ky',
  month,
  title: month,
  state: 'da_thong_qua',
  planned_at: null,
  started_at: `${month}-05T19:00:00+07:00`,
  place: '',
  present: 0,
  summoned: 0,
  score: null,
  band: null,
  ...more,
});

it('the newest year and month come first', () => {
  const years = byYear([line('2025-12'), line('2026-01'), line('2026-10')]);
  expect(years.map(([year, lines]) => [year, lines.map((one) => one.month)])).toEqual([
    ['2026', ['2026-10', '2026-01']],
    ['2025', ['2025-12']],
  ]);
});

describe('the figures of a year', () => {
  it('weigh attendance by who was summoned', () => {
    const lines = [
      line('2026-01', { present: 20, summoned: 20 }),
      line('2026-02', { present: 0, summoned: 10 }),
    ];
    expect(figures(lines).attendance).toBe(66.7);
  });
  it('are unknown where nothing was held', () => {
    const planned = line('2026-01', { started_at: null, state: 'chuan_bi' });
    expect(figures([planned])).toEqual({ held: 0, adopted: 0, attendance: null, score: null });
  });
  it('leave meetings without a score out of the mean', () => {
    const lines = [
      line('2026-01', { score: 90 }),
      line('2026-02', { score: 95.5 }),
      line('2026-03'),
    ];
    expect(figures(lines).score).toBe(92.8);
  });
});
