import { expect, it } from 'vitest';

import type { AssignmentLine } from '../../shared/types/AssignmentLine';
import type { PetitionLine } from '../../shared/types/PetitionLine';
import { byNeed, byUrgency } from './order';

const task = (id: string, more: Partial<AssignmentLine>): AssignmentLine => ({
  id,
  member: 'm',
  name: '',
  title: id,
  due: null,
  meeting: null,
  no: null,
  state: 'moi',
  state_words: '',
  result: null,
  overdue: false,
  days_late: null,
  ...more,
});

it('overdue tasks come first, closed ones last', () => {
  const sorted = byUrgency([
    task('closed', { state: 'xong', due: '2026-01-01' }),
    task('some day', {}),
    task('soon', { due: '2026-10-05' }),
    task('late', { due: '2026-09-28', overdue: true }),
    task('later', { due: '2026-11-05' }),
  ]);
  expect(sorted.map((one) => one.id)).toEqual(['late', 'soon', 'later', 'some day', 'closed']);
});

it('unanswered petitions come before answered ones, the newest first', () => {
  const petition = (id: string, at: string, answer: string | null): PetitionLine => ({
    id,
    text: id,
    member: null,
    name: null,
    meeting: null,
    no: null,
    state: answer ? 'da_tra_loi' : 'moi',
    answer,
    wants_reply: false,
    at,
  });
  const sorted = byNeed([
    petition('answered', '2026-10-01', 'rồi'),
    petition('old', '2026-08-01', null),
    petition('new', '2026-09-01', null),
  ]);
  expect(sorted.map((one) => one.id)).toEqual(['new', 'old', 'answered']);
});
