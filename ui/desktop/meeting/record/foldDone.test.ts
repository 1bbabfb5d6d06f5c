import { describe, expect, it } from 'vitest';

import type { AgendaLine } from '../../../shared/types/AgendaLine';
import { foldDone } from './foldDone';

const section = (count: number, done: number) =>
  Array.from(
    { length: count },
    (_, at) =>
      ({ no: at + 1, closed_at: at < done ? '2026-10-05T19:10:00+07:00' : null }) as AgendaLine,
  );
const said = (items: AgendaLine[], stays = (_: AgendaLine) => false) =>
  foldDone(items, stays)
    .map((entry) =>
      'fold' in entry ? `${entry.fold[0]!.no}–${entry.fold.at(-1)!.no}` : `${entry.item.no}`,
    )
    .join(' ');

describe('finished items of the agenda', () => {
  it('are one line where the whole section is finished', () => {
    expect(said(section(5, 5))).toBe('1–5');
  });
  it('leave the last one in sight while the section goes on', () => {
    expect(said(section(7, 5))).toBe('1–4 5 6 7');
    expect(said(section(7, 2))).toBe('1 2 3 4 5 6 7');
  });
  it('are never folded alone, nor before anything is finished', () => {
    expect(said(section(1, 1))).toBe('1');
    expect(said(section(3, 0))).toBe('1 2 3');
  });
  it('stay where one of them is the item at hand or the one that is read', () => {
    expect(said(section(5, 5), (item) => item.no === 4)).toBe('1–2 3 4 5');
    expect(said(section(8, 8), (item) => item.no === 6)).toBe('1–4 5 6 7 8');
  });
});
