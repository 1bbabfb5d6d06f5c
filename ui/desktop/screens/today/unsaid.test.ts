import { describe, expect, it } from 'vitest';

import type { NextMeeting } from '../../../shared/types/NextMeeting';
import { unsaid } from './unsaid';

const reminders = ['R01', 'R02', 'R03', 'R04', 'R05'].map((rule) => ({
  rule,
  text: rule,
  meeting: null,
}));
const preparing = (...steps: string[]) =>
  ({ state: 'chuan_bi', checklist: steps.map((id) => ({ id })) }) as NextMeeting;
const rules = (next: NextMeeting | null) => unsaid({ reminders, next }).map((one) => one.rule);

describe('reminders on Hôm nay', () => {
  it('are not said again beside the checklist and the minutes of the meeting', () => {
    expect(rules(preparing('p1', 'p2', 'p3', 'p4', 'p5'))).toEqual(['R05']);
  });
  it('are said where the checklist has no such step', () => {
    expect(rules(preparing('p1', 'p3', 'p4'))).toEqual(['R03', 'R05']);
    expect(rules(null)).toEqual(['R01', 'R02', 'R03', 'R04', 'R05']);
  });
});
