import { expect, it } from 'vitest';

import { fits, fold } from './fold';

it('đ folds to d, composed or not', () => {
  expect(fold('Đặng Quốc Bảo')).toBe('dang quoc bao');
  expect(fold('Đặng Quốc Bảo'.normalize('NFD'))).toBe('dang quoc bao');
});
it('words without accents find a name', () =>
  expect(fits('Nguyễn Văn Đức', 'nguyen duc')).toBe(true));
it('a beginning is enough', () => expect(fits('Nhiệm vụ', 'nh')).toBe(true));
it('initials are enough', () => {
  expect(fits('Đặng Quốc Bảo', 'dqb')).toBe(true);
  expect(fits('Đặng Quốc Bảo', 'ĐQ')).toBe(true);
  expect(fits('Đặng Quốc Bảo', 'qb')).toBe(false);
});
it('nothing typed fits everyone', () => expect(fits('Đặng Quốc Bảo', ' ')).toBe(true));
it('the middle of a word does not fit', () => expect(fits('Đặng Quốc Bảo', 'uoc')).toBe(false));
it('a word that is nowhere does not fit', () => expect(fits('Nguyễn Văn Đức', 'lan')).toBe(false));
