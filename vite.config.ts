import { join } from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { foldPenpal } from './scripts/build/fold-penpal.ts';

/** Builds the widget alone. The loader has a build of its own, the tests have vitest.config.ts. */
export default defineConfig({
  plugins: [startWithoutRouter(), foldPenpal(), sveltekit(), chunksOfOurOwn()],
});

/**
 * The widget has one page and no navigation. Kit's client is a router above all, and a seventh of what would be loaded:
 * `widget/start.ts` stands in for it.
 */
function startWithoutRouter(): Plugin {
  const start = join(import.meta.dirname, 'widget/start.ts');
  return {
    name: 'start-without-router',
    enforce: 'pre',
    load: (id) => (id.endsWith('/runtime/client/bundle.js') ? `export { start } from ${JSON.stringify(start)};` : null),
    generateBundle(_options, bundle) {
      if (this.environment.name !== 'client') return;
      const scripts = Object.values(bundle).filter((file) => file.type === 'chunk');
      const hasStart = scripts.some(({ moduleIds }) => moduleIds.includes(start));
      if (!hasStart) this.error('Kit enters its bundle in another way: it has to be by widget/start.ts.');
    },
  };
}

/** Kit's single bundle takes everything in; what we import() ourselves is to be a chunk that is fetched when it is wanted. */
function chunksOfOurOwn(): Plugin {
  return {
    name: 'chunks-of-our-own',
    config: {
      order: 'post',
      handler: () => ({
        build: { rolldownOptions: { preserveEntrySignatures: 'allow-extension', output: { codeSplitting: true } } },
      }),
    },
  };
}
