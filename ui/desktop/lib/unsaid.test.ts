import { describe, expect, it } from 'vitest';

import { unsaid } from './unsaid';

const reminders = ['R01', 'R02', 'R03', 'R04', 'R05'].map((rule) => ({
  rule,
  text: rule,
  meeting: null,
}));
const rules = (minutes: boolean, ...steps: string[]) =>
  unsaid(reminders, { minutes, steps: steps.map((id) => ({ id })) }).map((one) => one.rule);

describe('reminders', () => {
  it('are not said again beside the checklist and the minutes of the meeting', () => {
    expect(rules(true, 'p1', 'p2', 'p3', 'p4', 'p5')).toEqual(['R05']);
  });
  it('are said where the checklist has no such step', () => {
    expect(rules(true, 'p1', 'p3', 'p4')).toEqual(['R03', 'R05']);
    expect(rules(false)).toEqual(['R01', 'R02', 'R03', 'R04', 'R05']);
  });
});
