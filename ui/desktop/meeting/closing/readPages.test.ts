import { describe, expect, it } from 'vitest';
import type { AttendanceLine } from '../../../shared/types/AttendanceLine';
import { comings, turn } from './readPages';

describe('reading aloud by keys', () => {
  it('turns one page at a time and stops at both ends', () => {
    expect(turn('ArrowRight', 0, 19, false, false)).toBe(1);
    expect(turn('ArrowRight', 19, 19, false, false)).toBe(19);
    expect(turn('ArrowLeft', 1, 19, false, false)).toBe(0);
    expect(turn('ArrowLeft', 0, 19, false, false)).toBe(0);
  });
  it('goes through a long page before it turns', () => {
    expect(turn('PageDown', 3, 19, true, false)).toBe('down');
    expect(turn('PageDown', 3, 19, false, true)).toBe(4);
    expect(turn('PageUp', 3, 19, true, true)).toBe('up');
    expect(turn('PageUp', 3, 19, true, false)).toBe(2);
  });
  it('goes to the first page and to the vote', () => {
    expect(turn('Home', 7, 19, false, false)).toBe(0);
    expect(turn('End', 7, 19, false, false)).toBe(19);
  });
  it('leaves every other key alone', () => {
    for (const key of ['a', ' ', 'Enter', 'Tab', 'Escape', 'F2'])
      expect(turn(key, 3, 19, true, true)).toBeNull();
  });
});

describe('what is read aloud of the room', () => {
  const one = (name: string, more: Partial<AttendanceLine>) =>
    ({ name, status: 'present', arrived_at: null, left_at: null, ...more }) as AttendanceLine;
  const at = (time: string) => `2026-10-05T${time}:00+07:00`;

  it('tells the breaks, who came late and who left early', () => {
    const found = comings({
      breaks: [
        { from: at('19:40'), to: at('19:50') },
        { from: at('20:30'), to: null },
      ],
      attendance: [
        one('An', { status: 'late', arrived_at: at('19:20') }),
        one('Bảo', {}),
        one('Cúc', { left_at: at('20:10') }),
      ],
    });
    expect(found).toEqual([
      { lead: 'Giải lao:', text: '19:40–19:50' },
      { lead: 'Đến muộn:', text: 'An (19:20)' },
      { lead: 'Về sớm:', text: 'Cúc (20:10)' },
    ]);
  });

  it('says nothing where everybody was there all the time', () => {
    expect(comings({ breaks: [], attendance: [one('An', {})] })).toEqual([]);
  });
});
