import { expect, it } from 'vitest';

import { back, go, placeOf, route } from './route.svelte';

it('going somewhere closes what was open before', () => {
  go('sinh-hoat', 'm1');
  expect(route).toMatchObject({ screen: 'sinh-hoat', id: 'm1' });
  go('dang-vien');
  expect(route).toMatchObject({ screen: 'dang-vien', id: null });
});
it('help leads back to where it was asked for, even when asked twice', () => {
  go('sinh-hoat', 'm1');
  go('tro-giup');
  go('tro-giup');
  back();
  expect(route).toMatchObject({ screen: 'sinh-hoat', id: 'm1', before: null });
});
it('a member is found on the roster', () =>
  expect(placeOf({ kind: 'member', id: 'a', meeting: null })).toEqual({
    screen: 'dang-vien',
    id: 'a',
  }));
it('a statement is found in its meeting', () =>
  expect(placeOf({ kind: 'statement', id: 's', meeting: 'm' })).toEqual({
    screen: 'sinh-hoat',
    id: 'm',
  }));
it('a task is found among the tasks', () =>
  expect(placeOf({ kind: 'assignment', id: 't', meeting: 'm' })).toEqual({
    screen: 'nhiem-vu',
    id: 't',
  }));
