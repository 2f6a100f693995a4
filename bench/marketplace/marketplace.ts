import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { installPackages } from '#scripts/install-packages.ts';
import { startBenchServer, SHIPPED_APPS, type BenchServer } from '../apps/bench-server.ts';
import { median, printRow } from '../measure.ts';
import { startPageServer } from '../page-server.ts';
import { paint, type Sdk } from './paint.ts';

const APPS = 100;
const ROUNDS = 9;

/** What each client is asked for, and how many apps have to be there for it. Both have 30 on their first screen at least. */
const requests = [
  { what: 'the first 30 apps', options: { authOnly: true }, cards: 30 },
  { what: 'all 100 apps', options: { authOnly: true, fetchAll: true }, cards: APPS },
];

/**
 * From the script tag to the marketplace painted: ours, and that of Integry's own SDK as it is published, with the same apps
 * from the same server.
 */
export async function benchMarketplace(browser: Browser): Promise<boolean> {
  installPackages(join(import.meta.dirname, '../../e2e/integry-sdk'), 'Integry’s own SDK (e2e/integry-sdk)');
  const pages = await startPageServer();
  const server = await startBenchServer(APPS - SHIPPED_APPS, 3, pages.hostUrl);
  const sdks = { published: publishedSdk(server, pages.hostUrl), ours: ourSdk(server) };
  try {
    for (const { what, options, cards } of requests) {
      const results = { cold: { published: [], ours: [] }, warm: { published: [], ours: [] } } as Results;
      for (let round = 0; round < ROUNDS; round++) {
        for (const name of ['published', 'ours'] as const) {
          const { cold, warm } = await paint(browser, pages.hostUrl, sdks[name], options, cards);
          results.cold[name].push(cold);
          results.warm[name].push(warm);
        }
      }
      print(what, results);
    }
  } finally {
    await Promise.all([server.stop(), pages.close()]);
  }
  return true;
}

type Results = Record<'cold' | 'warm', Record<'published' | 'ours', number[]>>;

function ourSdk({ url, workspace }: BenchServer): Sdk {
  return { script: `${url}/v1/integry.js`, config: workspace.configFor('bench'), card: 'li > button' };
}

function publishedSdk({ url, workspace }: BenchServer, hostUrl: string): Sdk {
  const { appKey, hash, userId } = workspace.configFor('bench');
  const config = { appKey, hash, user: { userId }, baseUrl: url, apiBaseUrl: url, authBaseUrl: url };
  return { script: `${hostUrl}/published-sdk.js`, config, card: '[class*="appCardTitle"]' };
}

function print(what: string, results: Results): void {
  for (const cache of ['cold', 'warm'] as const) {
    const { published, ours } = results[cache];
    const ratio = median(ours.map((time, round) => time / published[round]!));
    console.log(`Marketplace: script tag inserted → ${what} painted, ${cache} cache (median of ${ROUNDS})`);
    printRow('@integry/sdk 4.9.37, unmodified', median(published));
    printRow('ours', median(ours), `${ratio.toFixed(2)} × the published SDK`);
  }
}
