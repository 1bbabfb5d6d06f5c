import { expect, it } from 'vitest';

import { commandsFor, offerOf } from './find';

it('every command is offered while nothing is typed', () =>
  expect(commandsFor('').length).toBeGreaterThan(10));
it('a screen is found without accents', () =>
  expect(commandsFor('dang vien').map((one) => one.title)).toEqual([
    'Đảng viên',
    'Thêm đảng viên',
  ]));
it('a hit without a title shows what was said', () =>
  expect(
    offerOf({ kind: 'statement', id: 's', title: '', snippet: 'camera hẻm 12', meeting: 'm' }),
  ).toMatchObject({ sort: 'Ý kiến', title: 'camera hẻm 12', about: '' }));
