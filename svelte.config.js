import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));

/**
 * The widget: static files in dist/widget, which the server serves under its assets URL, and one shell, dist/widget/index.html,
 * which it serves under /embed/…. In the shell it replaces, once when it starts,
 *   - `https://assets.invalid` by the assets URL (a CDN's, or its own), everywhere; the bundle itself needs no change,
 * and for each request
 *   - `<script type="application/json" id="integry-config">null</script>` by the same element with its JSON (`<` as \u003c).
 * The one executable inline script is the same for all requests, so its hash can stand in the CSP.
 *
 * @type {import('@sveltejs/kit').Config}
 */
export default {
  kit: {
    adapter: adapter({ pages: 'dist/widget', assets: 'dist/widget' }),
    files: { src: 'widget', assets: 'static' },
    output: { bundleStrategy: 'single' },
    paths: { assets: 'https://assets.invalid' },
    // The shell's path names protocol and workspace, not a screen. There is no navigation, so no history either.
    router: { type: 'hash' },
    // Not the time of the build, which would make each one different.
    version: { name: version },
  },
};
