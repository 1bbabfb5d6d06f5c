import { fileURLToPath } from 'node:url';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// One package, two pages: `--mode desktop` is the window, `--mode ward` the page of the ward.
// `--mode look` serves the window with canned answers (`desktop/dev`); it is never built.
export default defineConfig(({ mode }) => {
  const page = mode === 'ward' ? 'ward' : 'desktop';
  if (mode === 'test') return { plugins: [svelte()], test: { include: ['**/*.test.ts'] } };
  return {
    root: here(`./${page}`),
    base: './',
    publicDir: false,
    plugins: [svelte({ configFile: here('./svelte.config.js') })],
    clearScreen: false,
    server: { port: mode === 'look' ? 1430 : page === 'ward' ? 1421 : 1420, strictPort: true },
    build: {
      outDir: here(`./dist/${page}`),
      emptyOutDir: true,
      target: ['chrome105', 'safari15'],
      // No data: URLs, so that the content security policy stays short.
      assetsInlineLimit: 0,
    },
  };
});
