import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { median, printRow } from '../measure.ts';
import { startPageServer } from '../page-server.ts';

const BUDGET = 1.15;

type Results = Record<'port' | 'penpal' | 'loader', number[]>;
type InPage = { bench(widgetUrl: string, payloadSize: number, rounds: number, calls: number): Promise<Results> };

/** One SDK call against the same question asked by bare Penpal and by a bare MessagePort. False if it is too slow. */
export async function benchBridge(browser: Browser): Promise<boolean> {
  const small = await run(browser, 'a small call', 20, 31, 300);
  await run(browser, 'a call of 100 KB', 100_000, 15, 60);
  if (small > BUDGET) console.log(`  TOO SLOW: the budget is ${BUDGET} × bare Penpal`);
  return small <= BUDGET;
}

/** Prints what it measured, and answers the multiple of bare Penpal. */
async function run(browser: Browser, name: string, size: number, rounds: number, calls: number): Promise<number> {
  const server = await startPageServer();
  const page = await browser.newPage();
  await page.goto(server.hostUrl);
  await page.addScriptTag({ path: join(import.meta.dirname, 'in-page.js') });
  const results = await page.evaluate(([url, ...numbers]) => (globalThis as unknown as InPage).bench(url, ...numbers), [
    server.widgetUrl,
    size,
    rounds,
    calls,
  ] as const);
  await page.close();
  await server.close();

  // Each round against its own neighbours, so that a slow moment of the machine falls on all three.
  const ratio = (name: keyof Results, base: keyof Results) =>
    median(results[name].map((value, round) => value / results[base][round]!));
  const times = (value: number, base: string) => `${value.toFixed(2)} × ${base}`;
  console.log(`Bridge: ${name}, host page to iframe on another site and back (${rounds} rounds of ${calls})`);
  printRow('bare MessagePort', median(results.port));
  printRow('bare Penpal', median(results.penpal), times(ratio('penpal', 'port'), 'bare MessagePort'));
  const toPenpal = ratio('loader', 'penpal');
  const notes = `${times(toPenpal, 'bare Penpal')}, ${times(ratio('loader', 'port'), 'bare MessagePort')}`;
  printRow('IntegryJS', median(results.loader), notes);
  return toPenpal;
}
