import { describe, expect, it } from 'vitest';
import type { MeetingView } from '../../shared/types/MeetingView';
import { goalOf } from './goal';

const view = {
  agenda: [
    { id: 'a1', no: 1 },
    { id: 'a16', no: 16 },
  ],
} as unknown as MeetingView;

describe('the way to what a check found', () => {
  it('opens the roll at the row of the member', () => {
    const goal = goalOf({ at: 'attendance', member: 'p7' }, view);
    expect(goal).toEqual({
      tab: 'record',
      item: null,
      open: 'attend',
      selector: '[data-member="p7"]',
    });
  });
  it('shows the item of a vote and opens the ballot of one that is missing', () => {
    expect(goalOf({ at: 'vote', no: 1, vote: 'b4' }, view)).toMatchObject({
      item: 'a1',
      open: null,
      selector: '[data-vote="b4"]',
    });
    expect(goalOf({ at: 'ballot', no: 16 }, view)).toMatchObject({ item: 'a16', open: 'vote' });
  });
  it('leads to words of the agenda in the first tab', () => {
    expect(goalOf({ at: 'item', no: 1, item: 'a1' }, view)?.tab).toBe('prepare');
  });
  it('has no way to what is put right on the spot', () => {
    expect(goalOf({ at: 'time' }, view)).toBeNull();
    expect(goalOf({ at: 'words' }, view)).toBeNull();
    expect(goalOf({ at: 'task', assignment: 't1' }, view)).toBeNull();
  });
});
