// Looking at screens without the Rust half: `npm run look`, then e.g.
// http://localhost:1430/dev/?go=dang-vien&id=m1&scale=26&theme=dark&book=open&empty=1
// Never part of the build: nothing outside this folder imports it.
import { answers } from './answers';

const query = new URLSearchParams(location.search);
const open = { state: query.get('book') ?? 'open' };
const kept = new Map<string, string>([
  ['scale', query.get('scale') ?? '18'],
  ['theme', query.get('theme') ?? 'auto'],
]);
const canned = answers(query.get('empty') === '1', open, kept);

Object.assign(window, {
  __TAURI_INTERNALS__: {
    invoke: async (command: string, args: Record<string, unknown>) => {
      await new Promise((done) => setTimeout(done, 10));
      const answer = canned[command];
      if (answer) return answer(args);
      console.warn('no canned answer', command, args);
      return null;
    },
    transformCallback: () => 0,
  },
});

await import('../main');
const { go, screens } = await import('../lib/route.svelte');
const screen = screens.find((one) => one === query.get('go'));
if (screen) setTimeout(() => go(screen, query.get('id')), 60);

export {};
