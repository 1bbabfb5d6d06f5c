// Reading the cell's own data from its form.
import type { Cell } from '../../shared/types/Cell';
import type { CellType } from '../../shared/types/CellType';
import { words } from '../words';
import { textOf } from './form';

export type CellWrong = Partial<Record<'name' | 'ward' | 'minimum', string>>;

/** The cell as the form says, and what is wrong with it, in words, by field. */
export function readCell(form: HTMLFormElement): { cell: Cell; wrong: CellWrong } {
  const minimum = textOf(form, 'minimum');
  const minutes = readMinutes(minimum);
  const cell: Cell = {
    name: textOf(form, 'name').replace(/^chi bộ\s+/iu, ''),
    cell_type: textOf(form, 'cell_type') as CellType,
    ward: textOf(form, 'ward').replace(/^đảng bộ\s+/iu, ''),
    place: textOf(form, 'place'),
    has_committee: textOf(form, 'has_committee') !== '',
    ...(minutes === null ? {} : { minimum_minutes: minutes }),
  };
  const wrong: CellWrong = {};
  if (!cell.name) wrong.name = words.cell.missing;
  if (!cell.ward) wrong.ward = words.cell.missing;
  if (minimum && minutes === null) wrong.minimum = words.cell.minimumWrong;
  return { cell, wrong };
}

/** Whole minutes of a sitting; null where it is none. */
export function readMinutes(typed: string): number | null {
  const minutes = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  return minutes >= 1 && minutes <= 480 ? minutes : null;
}
