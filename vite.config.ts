import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { foldPenpal } from './scripts/build/fold-penpal.ts';

/** Builds the widget alone. The loader has a build of its own, the tests have vitest.config.ts. */
export default defineConfig({
  plugins: [announcerWithoutStyle(), foldPenpal(), nodesInTheBundle(), sveltekit(), chunksOfOurOwn()],
});

/**
 * Kit's root component tells screen readers of navigations in an element with a `style` attribute, which the shell's
 * policy forbids. It gets the widget's own class for that.
 */
function announcerWithoutStyle(): Plugin {
  return {
    name: 'announcer-without-style',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/generated/root.svelte')) return undefined;
      const changed = code.replace(/(id="svelte-announcer"[^>]*?) style="[^"]*"/, '$1 class="visually-hidden"');
      if (changed === code) this.error('Kit has no styled announcer any more: remove this plugin.');
      return changed;
    },
  };
}

/** Kit asks for each node by an import of its own, which would be a round trip each: they belong to the bundle. */
function nodesInTheBundle(): Plugin {
  return {
    name: 'nodes-in-the-bundle',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/generated/client-optimized/app.js')) return undefined;
      const numbers = [...code.matchAll(/\(\) => import\('\.\/nodes\/(\d+)'\)/g)].map(([, number]) => number);
      if (numbers.length === 0) this.error('Kit asks for its nodes in another way.');
      // At the end: the hooks set up what the nodes need.
      const imports = numbers.map((number) => `import * as node_${number} from './nodes/${number}';\n`);
      return [code.replaceAll(/import\('\.\/nodes\/(\d+)'\)/g, 'Promise.resolve(node_$1)'), ...imports].join('');
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
