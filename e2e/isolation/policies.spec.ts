import type { OutgoingHttpHeaders } from 'node:http';
import { expect, test } from '../harness/test.ts';
import { SurfaceView } from '../surfaces/surface.ts';

/** Scripts by nonce alone, no style at all, no policy of Trusted Types: what a page can forbid, less our two addresses. */
const strict = (server: string): string =>
  [
    "default-src 'none'",
    "script-src 'nonce-page'",
    "style-src 'none'",
    `frame-src ${server}`,
    `connect-src ${server}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

const coop = { 'Cross-Origin-Opener-Policy': 'same-origin' };
const embedderPolicies: [name: string, headers: OutgoingHttpHeaders, isIsolated: boolean][] = [
  ['require-corp', { 'Cross-Origin-Embedder-Policy': 'require-corp' }, false],
  ['credentialless', { 'Cross-Origin-Embedder-Policy': 'credentialless' }, false],
  ['isolation', { ...coop, 'Cross-Origin-Embedder-Policy': 'require-corp' }, true],
  ['credentialless isolation', { ...coop, 'Cross-Origin-Embedder-Policy': 'credentialless' }, true],
];

test.afterEach(({ world }) => world.site.setHeaders({}));

test('a page of the strictest policies sees every kind of surface, and no violation', async ({ openHost, world }) => {
  for (const [name, headers, isIsolated] of embedderPolicies) {
    world.site.setHeaders({ ...headers, 'Content-Security-Policy': strict(world.server.url) });
    const host = await openHost({ path: '/isolation/nonce.html' });
    expect(await host.page.evaluate(() => crossOriginIsolated), name).toBe(isIsolated);
    await host.value('showApp', 'pipedrive', 'INLINE', 'container');
    const inline = new SurfaceView(host.page, 'INLINE');
    await inline.button('Connect Pipedrive').click();
    await expect(host.sheet.frame.getByLabel('API token', { exact: true }), name).toBeFocused();
    // The icon is a picture of our server's: with none, the first letter stands there.
    const icon = inline.frame.locator('img').first();
    await expect.poll(() => icon.evaluate((image: HTMLImageElement) => image.naturalWidth), name).toBeGreaterThan(0);
    await host.value('destroy');
    const violations = () => (globalThis as unknown as { violations: string[] }).violations;
    expect(await host.page.evaluate(violations), name).toEqual([]);
    await host.page.close();
  }
});
