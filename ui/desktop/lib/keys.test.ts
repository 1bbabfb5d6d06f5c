import { describe, expect, it } from 'vitest';

import { scaleOf } from './keys';

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  isComposing: false,
  keyCode: 0,
  ctrlKey: true,
  altKey: false,
  metaKey: false,
  ...more,
});

describe('Ctrl and a sign set the size of the letters', () => {
  it.each([
    ['+', 'larger'],
    ['=', 'larger'],
    ['-', 'smaller'],
    ['0', 'usual'],
    ['1', null],
  ] as const)('%s', (key, means) => expect(scaleOf(press(key))).toBe(means));

  it('a sign that is written is no command', () => {
    expect(scaleOf(press('+', { ctrlKey: false }))).toBeNull();
    expect(scaleOf(press('-', { altKey: true }))).toBeNull();
    expect(scaleOf(press('=', { isComposing: true }))).toBeNull();
    expect(scaleOf(press('0', { keyCode: 229 }))).toBeNull();
  });
});
