import { test as base } from '@playwright/test';
import { launchOptions } from '#scripts/browser/launch-options.ts';
import { freePort } from '#scripts/free-port.ts';
import { answers, startProcess } from '../harness/child-process.ts';
import { DemoPage } from '../harness/demo-page.ts';
import { startWorld, type World } from '../harness/world.ts';
import { startVendors, type Vendors } from './vendors.ts';

export { expect } from '@playwright/test';

/** A server that reaches the vendors, and the demo product whose page embeds it. */
export interface VendorWorld extends World {
  demoUrl: string;
}

/** `demo` is the demo's page in the browser, ready; the user is the first of the demo's two. */
export const test = base.extend<{ demo: DemoPage }, { vendors: Vendors; world: VendorWorld }>({
  vendors: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      const vendors = await startVendors();
      await use(vendors);
      await vendors.close();
    },
    { scope: 'worker' },
  ],

  world: [
    async ({ vendors }, use) => {
      // Elsewhere bubblewrap does not run; the walls are not what is tested here.
      const isolation = process.platform === 'linux' ? 'namespaces' : 'process';
      const world = await startWorld({ env: { ...vendors.serverEnv, PIECE_ISOLATION: isolation } });
      await world.admin.setOAuthClient(world.workspace, 'slack', vendors.slack.client.id, vendors.slack.client.secret);
      const demo = await startDemo(world);
      await use({ ...world, demoUrl: demo.url });
      await demo.stop();
      await world.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  // A third party's pages have to be found in the browser too.
  launchOptions: [async ({ vendors }, use) => use(await launchOptions(vendors.browserRoutes)), { scope: 'worker' }],
  ignoreHTTPSErrors: true,

  demo: async ({ page, world, vendors }, use) => {
    vendors.hosts.splice(0);
    await use(await DemoPage.open(page, world.demoUrl));
  },
});

async function startDemo({ admin, workspace, server }: World): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const port = String(await freePort());
  const origin = `http://localhost:${port}`;
  await admin.run(['origin', 'add', workspace.appKey, origin]);
  const env = {
    APP_KEY: workspace.appKey,
    APP_SECRET: workspace.appSecret,
    INTEGRY_URL: server.url,
    DEMO_PORT: port,
  };
  const running = await startProcess(['examples/demo/server.js'], env, () => answers(`http://127.0.0.1:${port}/`));
  return { url: `${origin}/`, stop: () => running.stop() };
}
