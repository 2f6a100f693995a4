import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

/** Builds the widget alone. The loader has a build of its own, the tests have vitest.config.ts. */
export default defineConfig({ plugins: [announcerWithoutStyle(), sveltekit()] });

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
