import { describe, expect, it } from 'vitest';

import { composing } from '../lib/keys';
import { helpWords } from '../words/help';
import { hourMinute, longDay, points, readPoints, runningClocks, shortDay } from './clock';
import { expandAt } from './expand';
import { actOf, isDone, KEYS, stepOf } from './keys';
import { endOf, readMoment, readTime } from './moment';
import { readSay, restAfter, writeSay } from './say';
import { count, needed } from './threshold';

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  isComposing: false,
  keyCode: 0,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});

describe('keys', () => {
  it('acts on plain function keys only', () => {
    expect(actOf(press('F4'))).toBe('vote');
    expect(actOf(press('F4', { altKey: true }))).toBeNull();
    expect(actOf(press('a'))).toBeNull();
  });
  it('leaves every key of the input method alone', () => {
    expect(actOf(press('F4', { isComposing: true }))).toBeNull();
    expect(actOf(press('F4', { keyCode: 229 }))).toBeNull();
    expect(isDone(press('Enter', { ctrlKey: true, isComposing: true }))).toBe(false);
    expect(isDone(press('Enter', { ctrlKey: true, keyCode: 229 }))).toBe(false);
    expect(isDone(press('Enter', { ctrlKey: true }))).toBe(true);
    expect(composing(press('Process', { keyCode: 229 }))).toBe(true);
  });
  it('are all named on the page of help', () => {
    const named = helpWords.help.keys.record.keys.map(([key]) => key);
    expect(named).toEqual(expect.arrayContaining(Object.keys(KEYS)));
  });
});

describe('undo', () => {
  it('knows Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z, and no other key', () => {
    expect(stepOf(press('z', { ctrlKey: true }))).toBe('undo');
    expect(stepOf(press('Z', { ctrlKey: true, shiftKey: true }))).toBe('redo');
    expect(stepOf(press('y', { ctrlKey: true }))).toBe('redo');
    expect(stepOf(press('z'))).toBeNull();
    expect(stepOf(press('z', { ctrlKey: true, altKey: true }))).toBeNull();
    expect(stepOf(press('z', { ctrlKey: true, isComposing: true }))).toBeNull();
  });
});

describe('phrases', () => {
  const all = [
    { short: 'nt', text: 'Nhất trí.' },
    { short: 'đp', text: 'đảng phí' },
  ];
  it('opens the word before the caret', () => {
    expect(expandAt('Tôi nt', 6, all)).toEqual({ from: 4, text: 'Nhất trí.' });
    expect(expandAt('nt và thêm', 2, all)).toEqual({ from: 0, text: 'Nhất trí.' });
  });
  it('does not mind what UniKey made of the letters', () => {
    expect(expandAt('nộp dp', 6, all)?.text).toBe('đảng phí');
    expect(expandAt('NT', 2, all)?.text).toBe('Nhất trí.');
  });
  it('leaves other words alone', () => {
    expect(expandAt('ntx', 3, all)).toBeNull();
    expect(expandAt('nt ', 3, all)).toBeNull();
    expect(expandAt('', 0, all)).toBeNull();
  });
});

describe('say', () => {
  it('comes back as it was, caret too', () => {
    const say = { item: 'i', member: 'm', guest: null, text: 'đang gõ', caret: 4 };
    expect(readSay(writeSay(say))).toEqual(say);
  });
  it('is nothing where nothing was typed or chosen, or the slot is damaged', () => {
    expect(
      readSay(writeSay({ item: 'i', member: null, guest: null, text: '', caret: 0 })),
    ).toBeNull();
    expect(readSay('{')).toBeNull();
    expect(readSay('null')).toBeNull();
    expect(readSay('{"item":1,"text":"x"}')).toBeNull();
  });
  it('keeps the caret inside the text', () => {
    expect(readSay('{"item":"i","text":"ab","caret":9}')?.caret).toBe(2);
  });
  it('keeps what was typed while the statement was on its way', () => {
    expect(restAfter('xong', 'xong')).toBe('');
    expect(restAfter('xong', 'xong thêm')).toBe('thêm');
    expect(restAfter('xong', 'khác hẳn')).toBe('khác hẳn');
  });
});

describe('threshold', () => {
  it('needs more than half, or two thirds, in integers', () => {
    expect([needed('thuong', 20), needed('thuong', 21)]).toEqual([11, 11]);
    expect([needed('ket_nap', 20), needed('ket_nap', 21), needed('ket_nap', 22)]).toEqual([
      14, 14, 15,
    ]);
  });
  it('reads a count or nothing', () => {
    expect([count(' 19 '), count(''), count('-1'), count('1,5')]).toEqual([19, null, null, null]);
  });
});

describe('clock', () => {
  it('adds the minutes up', () => {
    expect(runningClocks('2026-10-05T19:00:00', [7, 10, 5])).toEqual(['19:00', '19:07', '19:17']);
    expect(runningClocks(null, [7])).toEqual([null]);
  });
  it('reads and writes points with a comma', () => {
    expect([readPoints('4,5'), readPoints('4.5'), readPoints('x')]).toEqual([4.5, 4.5, null]);
    expect(points(4.5)).toBe('4,5');
  });
  it('takes a day without a time as a day here', () => {
    expect(shortDay('2026-10-28')).toBe('28/10/2026');
  });
  it('reads the wall clock of the room, wherever this computer thinks it is', () => {
    expect(hourMinute('2026-10-05T19:02:33.5+07:00')).toBe('19:02');
    expect(longDay('2026-10-05T23:30:00+07:00')).toBe('Thứ hai, 05/10/2026');
    expect(hourMinute('2026-10-05T19:00')).toBe('19:00');
    // The laptop's own clock too, whatever zone it is set to.
    expect(hourMinute(new Date('2026-10-05T12:02:00Z'))).toBe('19:02');
    expect(shortDay(new Date('2026-10-05T20:00:00Z'))).toBe('06/10/2026');
  });
});

describe('moment', () => {
  it('reads times as they are said', () => {
    expect(['19:00', '19h30', '19 giờ', '7 giờ 05 phút', '19'].map(readTime)).toEqual([
      '19:00',
      '19:30',
      '19:00',
      '07:05',
      '19:00',
    ]);
    expect(['1930', '730'].map(readTime)).toEqual(['19:30', '07:30']);
    expect(['24:00', '2460', '19305', 'tối'].map(readTime)).toEqual([null, null, null, null]);
  });
  it('wants both or neither', () => {
    expect(readMoment('', '', 2026)).toEqual({ at: null });
    expect(readMoment('5/10', '19h', 2026)).toEqual({ at: '2026-10-05T19:00' });
    expect(readMoment('5/10', '', 2026)).toEqual({ wrong: 'noTime' });
    expect(readMoment('', '19h', 2026)).toEqual({ wrong: 'noDay' });
  });
});

describe('the end of a meeting, said by its time alone', () => {
  const evening = '2026-12-31T19:00:00+07:00';
  it.each([
    [evening, '20:30', '2026-12-31T20:30'],
    [evening, '00:15', '2027-01-01T00:15'],
    // Before the start: the book refuses it, the page does not guess.
    [evening, '18:50', '2026-12-31T18:50'],
    ['2026-10-05T08:00:00+07:00', '02:00', '2026-10-05T02:00'],
  ])('%s %s', (start, time, at) => expect(endOf(start, time)).toBe(at));
});
