import { describe, expect, it } from 'vitest';

import { screens } from './lib/route.svelte';
import * as catalogue from './words';

/** Every text of the catalogue; functions are called with plain text. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function')
    return texts((value as (...all: unknown[]) => unknown)('1', '2', '3', '4'));
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(texts);
  return [];
}
const all = texts(catalogue);

describe('the catalogue', () => {
  it('has no empty text', () => expect(all.filter((text) => !text.trim())).toEqual([]));
  it('is in NFC', () => expect(all.filter((text) => text !== text.normalize('NFC'))).toEqual([]));
  it('writes ủy, not uỷ', () => expect(all.filter((text) => text.includes('uỷ'))).toEqual([]));
  it('never offers a grade of secrecy', () =>
    expect(all.filter((text) => /(tối|tuyệt) mật|^mật$/iu.test(text))).toEqual([]));
  it('says "sinh hoạt", not "họp chi bộ"', () =>
    expect(all.filter((text) => /họp chi bộ/iu.test(text))).toEqual([]));
  it('names every screen', () =>
    expect(Object.keys(catalogue.screenNames).sort()).toEqual([...screens].sort()));
});
