import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/** Builds the widget alone. The loader has a build of its own, the tests have vitest.config.ts. */
export default defineConfig({ plugins: [sveltekit()] });
