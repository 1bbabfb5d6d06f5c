import { describe, expect, it } from 'vitest';

import { helpWords } from '../../words/help';
import { keysOf } from './keysOf';

const meeting = (part: string | null) => ({ screen: 'sinh-hoat' as const, id: 'm1', part });

describe('the keys that help begins with', () => {
  it('are those of the tab of the meeting that it was asked for from', () => {
    expect(keysOf(meeting('record')).here).toEqual(['record', 'everywhere']);
    expect(keysOf(meeting('closing')).here).toEqual(['closing', 'everywhere']);
  });
  it('are those of the calendar there', () => {
    expect(keysOf({ ...meeting(null), id: 'lich' }).here).toEqual(['calendar', 'everywhere']);
  });
  it('are those that work everywhere, where the screen has none of its own', () => {
    expect(keysOf(null).here).toEqual(['everywhere']);
    expect(keysOf({ screen: 'dang-vien', id: null, part: null }).here).toEqual(['everywhere']);
  });
  it('are followed by all others, each once', () => {
    for (const from of [null, meeting('record'), meeting('prepare')]) {
      const { here, elsewhere } = keysOf(from);
      expect([...here, ...elsewhere].sort()).toEqual(Object.keys(helpWords.help.keys).sort());
    }
  });
});
