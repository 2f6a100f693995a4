import { PROTOCOL_VERSION } from '#bridge-protocol/version.ts';
import { appears, until, type Engine, type EnginePage } from '../../e2e/engines/engine.ts';
import { noLimits } from '../../e2e/faults/cluster/cluster.ts';
import { startWorld, type World } from '../../e2e/harness/world.ts';
import { call } from '../../e2e/script-injection/walk.ts';
import { engines, type BrowserName } from '../browsers.ts';

type Run<Args extends unknown[], Value> = (...args: Args) => Value | Promise<Value>;

/** A page in which functions run by their source */
export class AttackedPage {
  readonly page: EnginePage;
  readonly #iframe: string | undefined;

  constructor(page: EnginePage, iframe?: string) {
    this.page = page;
    this.#iframe = iframe;
  }

  run<Args extends unknown[], Value>(run: Run<Args, Value>, ...args: Args): Promise<Value> {
    return this.page.evaluate(call(run, args), this.#iframe);
  }

  evaluate<Value>(expression: string): Promise<Value> {
    return this.page.evaluate(expression, this.#iframe);
  }

  /** True once it shows a page of this origin, below this path. */
  isAt(origin: string, path = '/'): Promise<boolean> {
    const here = `location.origin === '${origin}' && location.pathname.startsWith('${path}')`;
    return this.evaluate<boolean>(`${here} && document.readyState === 'complete'`).catch(() => false);
  }

  /** A frame in it */
  frame(iframe: string): AttackedPage {
    return new AttackedPage(this.page, iframe);
  }
}

/** A browser as its user has it, before the sites of a customer, an attacker, a third party, and ours. */
export class BrowserWorld {
  readonly world: World;
  readonly #engine: Engine;

  private constructor(world: World, engine: Engine) {
    this.world = world;
    this.#engine = engine;
  }

  static async start(browser: BrowserName): Promise<BrowserWorld> {
    const world = await startWorld({ env: noLimits });
    return new BrowserWorld(world, await engines[browser]());
  }

  async open(url: string): Promise<AttackedPage> {
    const page = await this.#engine.newPage();
    await page.goto(url);
    return new AttackedPage(page);
  }

  openEvil(path = '/harness/empty.html'): Promise<AttackedPage> {
    return this.open(`${this.world.site.originAt('evil.localhost')}${path}`);
  }

  /** Of the widget, as a page asks for it that says to be of this origin */
  embedUrl(origin: string): string {
    const { server, workspace } = this.world;
    return `${server.url}/embed/${PROTOCOL_VERSION}/${workspace.appKey}?o=${encodeURIComponent(origin)}`;
  }

  /** The customer's page, with the widget ready */
  async openHost(path = '/harness/host.html'): Promise<AttackedPage> {
    const host = await this.open(`${this.world.site.originAt('host.localhost')}${path}`);
    await this.startWidget(host);
    return host;
  }

  async startWidget({ page }: AttackedPage): Promise<void> {
    await appears(page, `globalThis.host && globalThis.IntegryJS`);
    await page.evaluate(`host.start(${JSON.stringify(this.world.workspace.configFor('ann'))}, 'sdk')`);
    await appears(page, `host.log.find(({ event }) => event === 'ready')`);
  }

  /** The window that an action opens */
  async windowOf(action: () => Promise<void>): Promise<AttackedPage> {
    const known = (await this.#engine.pages()).length;
    await action();
    await until(async () => (await this.#engine.pages()).length > known, 'the window');
    return new AttackedPage((await this.#engine.pages()).at(-1)!);
  }

  /** Opens a window by a click, as a browser wants it; `opened` is the opener's name for it. */
  async openFrom({ page: opener }: AttackedPage, url: string): Promise<AttackedPage> {
    await opener.evaluate(`document.body.innerHTML = '<button>Open</button>',
      document.querySelector('button').onclick = () => { globalThis.opened = open(${JSON.stringify(url)}) }`);
    return this.windowOf(() => opener.click(`document.querySelector('button')`));
  }

  async stop(): Promise<void> {
    await this.#engine.stop();
    await this.world.stop();
  }
}
