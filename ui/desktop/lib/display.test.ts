import { expect, it } from 'vitest';

import { readScale, readTheme } from './display.svelte';

it('a kept scale comes back', () => expect(readScale('26')).toBe(26));
it.each([null, '', '9', '40', 'to'])('%s is no scale: the default stays', (text) =>
  expect(readScale(text)).toBe(18),
);
it('an unknown theme follows the system', () => expect(readTheme('tím')).toBe('auto'));
