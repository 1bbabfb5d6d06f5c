import { render } from 'svelte/server';
import { expect, test } from 'vitest';

import Pieces from './Pieces.svelte';

const pieces = [
  { text: 'Đề nghị sửa đèn hẻm ', changed: false },
  { text: '45 và hẻm 12', changed: true },
  { text: '.', changed: false },
];
/** What is drawn, without what the renderer keeps for itself. */
const drawn = (as?: 'old' | 'new' | 'other') =>
  render(Pieces, { props: { pieces, as } })
    .body.replace(/<!--.*?-->/g, '')
    .replace(/ class="[^"]*"/g, '');

test('only the words that the other text does not have are marked, and no space is added', () => {
  expect(drawn()).toBe('Đề nghị sửa đèn hẻm <mark>45 và hẻm 12</mark>.');
});

test('what was taken out and what was added are told apart where one text is the older', () => {
  expect(drawn('old')).toBe('Đề nghị sửa đèn hẻm <del>45 và hẻm 12</del>.');
  expect(drawn('new')).toBe('Đề nghị sửa đèn hẻm <ins>45 và hẻm 12</ins>.');
});
