import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>('./**/*.svelte', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Something in the body that takes the focus, so that keys reach what is out of sight. */
const FIELD = /<(input|textarea|select|form|\w*Field|Settle|PersonPick|AttendanceRow)\b/;

const dialogs = Object.entries(sources).flatMap(([file, source]) =>
  [...source.matchAll(/<Dialog\s([^]*?)>\n([^]*?)<\/Dialog>/g)].map(([, said = '', body = '']) => ({
    file,
    said,
    body: body.replace(/\{#snippet actions\(\)\}[^]*\{\/snippet\}/, ''),
  })),
);

describe('a dialog that is larger than the window', () => {
  it('can be scrolled by keys: it has fields, or its text takes the focus', () => {
    expect(dialogs.length).toBeGreaterThan(10);
    const stuck = dialogs.filter(({ said, body }) => !/\breads\b/.test(said) && !FIELD.test(body));
    expect(stuck.map(({ file }) => file)).toEqual([]);
  });
});
