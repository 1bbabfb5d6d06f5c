import { describe, expect, it } from 'vitest';
import { turn } from './readPages';

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
