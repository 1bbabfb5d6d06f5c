import { describe, expect, it } from 'vitest';

import { placeAt, scrollStep } from './drag';

const rows = [0, 50, 100, 150].map((top) => ({ top, bottom: top + 50 }));

describe('a dragged row', () => {
  it.each([
    [-10, 0],
    [24, 0],
    [26, 1],
    [74, 1],
    [76, 2],
    [174, 3],
    [176, 4],
    [900, 4],
  ])('with the pointer at %i comes to place %i', (y, place) =>
    expect(placeAt(rows, y)).toBe(place),
  );
  it('comes first in an empty list', () => expect(placeAt([], 10)).toBe(0));
  it('scrolls the list near its edges, faster the nearer', () => {
    const view = { top: 100, bottom: 500 };
    expect(scrollStep(view, 300)).toBe(0);
    expect(scrollStep(view, 148)).toBe(0);
    expect(scrollStep(view, 140)).toBeLessThan(0);
    expect(scrollStep(view, 90)).toBeLessThan(scrollStep(view, 140));
    expect(scrollStep(view, 460)).toBeGreaterThan(0);
    expect(scrollStep(view, 510)).toBeGreaterThan(scrollStep(view, 460));
  });
});
