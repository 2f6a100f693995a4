import { svelte } from '@sveltejs/vite-plugin-svelte';
import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The gallery: a page of its own beside the widget, of the same components. `npm run gallery` serves it. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/gallery/',
  plugins: [svelte({ configFile: false })],
  server: { port: 4700, fs: { allow: ['..'] } },
  build: {
    outDir: join(import.meta.dirname, '../dist/gallery'),
    emptyOutDir: true,
    // Icons are files, as they are from a server: the widget shows no data: address.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_000,
  },
});
