// Shows the meeting's screens with canned answers: `?state=dang_hop&scale=26&theme=dark&screen=new`.
// Served by `npm run look` at /meeting/dev/; nothing imports it, so it is never built.
import '../../../shared/base.css';

import { mount } from 'svelte';

import { answer } from './book';
import Look from './Look.svelte';

const query = new URLSearchParams(location.search);
document.documentElement.style.setProperty('--scale', `${query.get('scale') ?? 18}px`);
document.documentElement.dataset.theme = query.get('theme') ?? 'light';

(window as unknown as Record<string, unknown>).__TAURI_INTERNALS__ = {
  invoke: (name: string, args: Record<string, unknown>) => answer(name, args ?? {}),
  transformCallback: () => 0,
};

mount(Look, {
  target: document.getElementById('app')!,
  props: { screen: query.get('screen') ?? 'meeting' },
});
