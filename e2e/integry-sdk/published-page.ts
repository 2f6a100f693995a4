import type { Page } from '@playwright/test';
import type { World } from '../harness/world.ts';
import type { PublishedSdkPage } from './in-page.ts';

declare const published: PublishedSdkPage;

/** A customer's page with Integry's own SDK, pointed at our server by its options. */
export class PublishedPage {
  readonly page: Page;
  /** The hosts that the page has sent anything to */
  readonly hosts = new Set<string>();
  readonly #world: World;

  private constructor(page: Page, world: World) {
    this.page = page;
    this.#world = world;
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http')) this.hosts.add(url.host);
    });
  }

  /** Opens the page and waits until the SDK says that it is ready. */
  static async open(page: Page, world: World, user: string): Promise<PublishedPage> {
    await world.admin.run(['workspace', 'set', world.workspace.appKey, '--integry-credentials', 'on']);
    const opened = new PublishedPage(page, world);
    await page.goto(`${opened.origin}/integry-sdk/host.html`);
    const { url } = world.server;
    const options = { baseUrl: url, apiBaseUrl: url, authBaseUrl: url };
    const { appKey, userId, hash } = world.workspace.configFor(user);
    await page.evaluate((config) => published.start(config), { appKey, hash, user: { userId }, ...options });
    return opened;
  }

  get origin(): string {
    return this.#world.site.originAt('host.localhost');
  }

  /** Calls a method of the SDK; the answer is what it resolves with. */
  call(method: string, ...args: unknown[]): Promise<unknown> {
    return this.page.evaluate(([name, given]) => published.call(name, given), [method, args] as const);
  }

  /** The names of the events so far, `ready` aside. */
  events(): Promise<string[]> {
    return this.page.evaluate(() => published.events);
  }
}
