import { expect, test } from 'vitest';

import { Idle } from './idle';

const rules = { minutes: 5, inSession: false };
const minute = 60_000;

/** Looks every five seconds for so many minutes; what came of it. */
function wait(idle: Idle, from: number, minutes: number, running = false, by = rules) {
  let last = 'nothing';
  for (let now = from; now <= from + minutes * minute && last === 'nothing'; now += 5000)
    last = idle.look(now, by, running);
  return last;
}

test('the book locks after the minutes, not before', () => {
  expect(wait(new Idle(0), 0, 4.9)).toBe('nothing');
  expect(wait(new Idle(0), 0, 5)).toBe('lock');
});

test('every key puts it off', () => {
  const idle = new Idle(0);
  expect(wait(idle, 0, 4)).toBe('nothing');
  idle.sign(4 * minute);
  expect(wait(idle, 4 * minute, 4.5)).toBe('nothing');
});

test('a running meeting is not locked unless that is wanted', () => {
  expect(wait(new Idle(0), 0, 90, true)).toBe('nothing');
  expect(wait(new Idle(0), 0, 90, true, { ...rules, inSession: true })).toBe('lock');
});

test('zero minutes never lock', () => {
  expect(wait(new Idle(0), 0, 600, false, { ...rules, minutes: 0 })).toBe('nothing');
});

test('a machine that slept shows nothing when it wakes', () => {
  const idle = new Idle(0);
  idle.look(0, rules, true);
  expect(idle.look(2 * minute, rules, true)).toBe('cover');
  expect(new Idle(0).look(60 * minute, rules, false)).toBe('lock');
});
