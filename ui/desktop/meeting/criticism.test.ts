import { expect, test } from 'vitest';
import type { AgendaLine } from '../../shared/types/AgendaLine';
import { showsCriticism } from './criticism';

const agenda = (...items: string[]) => items.map((item) => ({ item }) as AgendaLine);
const shown = (lines: AgendaLine[]) =>
  lines.filter((line) => showsCriticism(line, lines)).map((line) => line.item);

test('the items that are for criticism show it, and no other', () => {
  expect(shown(agenda('ly_do', 'tu_tuong', 'thao_luan'))).toEqual(['tu_tuong']);
  expect(shown(agenda('mo_dau', 'tu_kiem_diem', 'gop_y_dang_vien', 'bien_ban'))).toEqual([
    'tu_kiem_diem',
    'gop_y_dang_vien',
  ]);
});

test('an agenda without such an item shows it everywhere, so that no entry is out of sight', () => {
  expect(shown(agenda('mo_dau', 'thao_luan_chuyen_de'))).toEqual(['mo_dau', 'thao_luan_chuyen_de']);
});
