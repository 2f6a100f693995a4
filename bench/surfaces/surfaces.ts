import type { Browser } from '@playwright/test';
import { startBenchServer, SHIPPED_APPS } from '../apps/bench-server.ts';
import { median, milliseconds, printRow } from '../measure.ts';
import { startPageServer } from '../page-server.ts';
import { measureAnswers } from './answers.ts';
import { openMarketplace } from './open-marketplace.ts';
import { searchInPage } from './search-in-page.ts';

const APPS = 1_000;
const FUNCTIONS_PER_APP = 10;
/** A frame at 60 Hz */
const FRAME_MS = 1000 / 60;
/** The first page of cards, compressed */
const FIRST_PAGE_BYTES = 6_000;

/** The marketplace with 1,000 apps that have 10,000 functions. False where search takes longer than a frame, or the first page is large. */
export async function benchSurfaces(browser: Browser): Promise<boolean> {
  const pages = await startPageServer();
  const server = await startBenchServer(APPS - SHIPPED_APPS, FUNCTIONS_PER_APP, pages.hostUrl);
  try {
    console.log(`Surfaces: ${APPS} apps, ${FUNCTIONS_PER_APP} functions for each generated one`);
    const answers = await measureAnswers(server);
    for (const { what, bytes, time, floor } of answers) {
      printRow(what, time, `${(time / floor).toFixed(1)} × /health/, ${bytes} bytes compressed`);
    }
    const { frame, shown, close } = await openMarketplace(browser, server, pages.hostUrl);
    const { elements, cards, icons, shift } = shown;
    console.log(`  first screen: ${cards} cards, ${elements} elements, ${icons} icons loaded, layout shift ${shift}`);
    const searches = await frame.evaluate(searchInPage, ['invoice desk', 'report', '99', 'slack', 'no such app']);
    await close();
    const time = median(searches.map(({ time }) => time));
    const ratio = median(searches.map(({ time, floor }) => time / floor));
    const slowest = Math.max(...searches.map((search) => search.time));
    const note = `${ratio.toFixed(2)} × the same cards put there and laid out, slowest ${milliseconds(slowest)}`;
    printRow(`a keystroke → found, in the DOM, laid out`, time, note);
    return time <= FRAME_MS && answers[0]!.bytes <= FIRST_PAGE_BYTES;
  } finally {
    await Promise.all([server.stop(), pages.close()]);
  }
}
