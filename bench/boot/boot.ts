import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { Admin } from '../../e2e/harness/admin.ts';
import { freePort } from '#scripts/free-port.ts';
import { startServer } from '../../e2e/harness/integry-server.ts';
import type { IntegryConfig, IntegryJSConstructor } from '../../loader/index.d.ts';
import { median, printRow } from '../measure.ts';
import { startPageServer } from '../page-server.ts';

const ROUNDS = 12;

interface Boot {
  /** From the insertion of the script tag, in milliseconds */
  ready: number;
  firstAnswer: number;
}

/** From the script tag to `ready`, with the real server and its widget, and with a widget without a framework. */
export async function benchBoot(browser: Browser): Promise<boolean> {
  const floor = await startPageServer();
  const dataDir = await mkdtemp(join(tmpdir(), 'integry-bench-'));
  const port = await freePort();
  const env = {
    PORT: String(port),
    PUBLIC_URL: `http://widget.localhost:${port}`,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
  };
  const workspace = await new Admin(env).createWorkspace('Bench', [floor.hostUrl]);
  const server = await startServer(env);
  try {
    const ways = {
      floor: [floor.widgetUrl, { appKey: 'ak_bench', userId: 'u', hash: 'h' }],
      real: [server.url, workspace.configFor('bench')],
    } as const;
    for (const cache of ['cold', 'warm'] as const) {
      const results = { floor: [] as Boot[], real: [] as Boot[] };
      for (let round = 0; round < ROUNDS; round++) {
        for (const name of ['floor', 'real'] as const) {
          const [url, config] = ways[name];
          results[name].push(await boot(browser, floor.hostUrl, url, config, cache));
        }
      }
      print(cache, results);
    }
  } finally {
    await Promise.all([server.stop(), floor.close()]);
    await rm(dataDir, { recursive: true, force: true });
  }
  return true;
}

/** Cold is a new profile, warm one that has just been here. */
async function boot(
  browser: Browser,
  hostUrl: string,
  url: string,
  config: IntegryConfig,
  cache: string,
): Promise<Boot> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const visits = cache === 'cold' ? 1 : 2;
  let last: Boot | undefined;
  for (let visit = 0; visit < visits; visit++) {
    await page.goto(hostUrl);
    last = await bootInPage(page, url, config);
  }
  await context.close();
  return last!;
}

function bootInPage(page: Page, url: string, config: IntegryConfig): Promise<Boot> {
  return page.evaluate(
    async ([source, given]) => {
      const start = performance.now();
      const script = Object.assign(document.createElement('script'), { src: source });
      document.head.append(script);
      await new Promise((resolve) => script.addEventListener('load', resolve));
      const { IntegryJS } = globalThis as unknown as { IntegryJS: IntegryJSConstructor };
      const sdk = new IntegryJS(given);
      await new Promise((resolve, reject) => {
        sdk.eventEmitter.on('ready', resolve);
        sdk.eventEmitter.on('error', reject);
      });
      const ready = performance.now() - start;
      await sdk.isAppConnected('pipedrive');
      return { ready, firstAnswer: performance.now() - start };
    },
    [`${url}/v1/integry.js`, config] as const,
  );
}

function print(cache: string, { floor, real }: { floor: Boot[]; real: Boot[] }): void {
  const times = (of: keyof Boot) => {
    const ratio = median(real.map((boot, round) => boot[of] / floor[round]![of]));
    return `${ratio.toFixed(2)} × the floor`;
  };
  const middle = (boots: Boot[], of: keyof Boot) => median(boots.map((boot) => boot[of]));
  console.log(`Boot: script tag inserted, ${cache} cache (median of ${ROUNDS})`);
  printRow('ready, widget without a framework (floor)', middle(floor, 'ready'));
  printRow('ready', middle(real, 'ready'), times('ready'));
  printRow('first answer, widget without a framework', middle(floor, 'firstAnswer'));
  printRow('first answer', middle(real, 'firstAnswer'), times('firstAnswer'));
}
