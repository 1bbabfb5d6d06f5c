import { expect, test } from 'vitest';

import { showSize } from './size';

test('sizes are said with a comma and the nearest unit', () => {
  expect([0, 999, 1000, 12_345, 999_999, 1_250_000, 52_428_800].map(showSize)).toEqual([
    '0 byte',
    '999 byte',
    '1,0 kB',
    '12 kB',
    '1000 kB',
    '1,3 MB',
    '52 MB',
  ]);
});
