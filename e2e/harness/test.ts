import { randomUUID } from 'node:crypto';
import { test as base, type BrowserContext } from '@playwright/test';
import type { IntegryConfig } from '../../loader/index.d.ts';
import { HostPage } from './host-page.ts';
import { startWorld, type World } from './world.ts';

export { expect } from '@playwright/test';

export interface OpenHostOptions {
  /** Of e2e/: the page the customer serves */
  path?: string;
  /** Another browser profile than the test's own */
  context?: BrowserContext;
  /** The host page's name in its URL; another one is another origin */
  hostname?: string;
  /** What differs from a valid configuration of the test's user */
  config?: Partial<IntegryConfig>;
  /** False: the page is opened and the SDK is not constructed */
  start?: boolean;
}

interface TestFixtures {
  /** A user of the customer that no other test has */
  user: string;
  /** Opens a page of the customer with a started SDK that is `ready` */
  openHost: (options?: OpenHostOptions) => Promise<HostPage>;
}

/** `world` is a server, a third party and a customer's site, as processes of their own, one set for each worker. */
export const test = base.extend<TestFixtures, { world: World }>({
  world: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      const world = await startWorld();
      await use(world);
      await world.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  // eslint-disable-next-line no-empty-pattern -- as above
  user: async ({}, use) => use(`user-${randomUUID().slice(0, 13)}`),

  openHost: async ({ world, user, context }, use) => {
    await use((options) => openHost(world, user, context, options));
  },
});

/** As the fixture `openHost`, for a world or a user that a test made itself. */
export async function openHost(
  world: World,
  user: string,
  context: BrowserContext,
  options: OpenHostOptions = {},
): Promise<HostPage> {
  const { path = '/harness/host.html', hostname = 'host.localhost', config, start = true } = options;
  const page = await (options.context ?? context).newPage();
  await page.goto(`${world.site.originAt(hostname)}${path}`);
  const host = new HostPage(page);
  if (!start) return host;
  await host.start({ ...world.workspace.configFor(user), ...config });
  await host.event('ready');
  return host;
}
