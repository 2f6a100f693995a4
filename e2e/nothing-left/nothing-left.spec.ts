import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';
import { countEverything } from './count-everything.ts';

/** Bytes that forty more cycles may add: what engines keep of compiled code and caches. */
const HEAP_TOLERANCE = 400_000;

const everythingLeft = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { everythingLeft(): string[] }).everythingLeft());

/** Once what ends by itself has ended: the deadline of a call that was answered runs for up to a second more. */
async function settled(page: Page): Promise<string[]> {
  await expect.poll(async () => (await everythingLeft(page)).join()).not.toMatch(/of 1000ms|of undefinedms|of 0ms/);
  return everythingLeft(page);
}

/** Opens and closes a surface in the dialog, one in the page, and the connect sheet, so many times. */
function cycle(page: Page, times: number): Promise<void> {
  return page.evaluate(async (count) => {
    const { sdk } = globalThis.host.sdks;
    const isOpen = () => document.querySelector<HTMLDialogElement>('dialog')!.open;
    const until = async (wanted: boolean) => {
      while (isOpen() !== wanted) await new Promise((resolve) => requestAnimationFrame(resolve));
    };
    for (let times = 0; times < count; times++) {
      const modal = await sdk!.showApps();
      await until(true);
      await modal.close();
      await until(false);
      const inline = await sdk!.showApp('pipedrive', 'INLINE', 'container');
      await inline.update({ layout: 'COMPACT' });
      await inline.close();
      const connecting = sdk!.connectApp('pipedrive').catch(({ code }: { code: string }) => code);
      await until(true);
      // As the user's Escape does
      document.querySelector('dialog')!.dispatchEvent(new Event('cancel', { cancelable: true }));
      if ((await connecting) !== 'connect_cancelled') throw new Error(await connecting);
      await until(false);
    }
  }, times);
}

async function heapOf(session: CDPSession): Promise<number> {
  for (let times = 0; times < 3; times++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

test('50 open and close cycles leave the core iframe alone and the heaps flat, and destroy() not even that', async ({
  openHost,
  context,
  world,
  user,
}) => {
  test.slow();
  await context.addInitScript(countEverything);
  const host = await openHost({ path: '/surfaces/host.html', start: false });
  const { page } = host;
  // What Playwright brings into a page comes with its first question.
  await page.waitForFunction(() => true);
  const before = await everythingLeft(page);

  await host.start(world.workspace.configFor(user));
  await host.event('ready');
  await cycle(page, 10);
  const [core] = page.mainFrame().childFrames();
  const sessions = [await context.newCDPSession(page), await context.newCDPSession(core!)];
  const heaps = () => Promise.all(sessions.map(heapOf));
  const [left, heap] = [await settled(page), await heaps()];
  expect(left.filter((entry) => entry.startsWith('element'))).toEqual(
    [...before.filter((entry) => entry.startsWith('element')), 'element DIALOG', 'element IFRAME'].sort(),
  );

  await cycle(page, 40);
  expect(await settled(page)).toEqual(left);
  const growth = (await heaps()).map((size, index) => size - heap[index]!);
  expect(Math.max(...growth), `host page and widget grew by ${growth.join(' and ')} bytes`).toBeLessThan(
    HEAP_TOLERANCE,
  );

  await host.value('destroy');
  expect(await settled(page)).toEqual(before);
});
