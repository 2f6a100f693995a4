import { expect, test, type Frame, type Page } from '@playwright/test';
import { js, payloads } from './payloads.ts';
import { startPoisonedWorld, type PoisonedWorld } from './poisoned-world.ts';
import { call, walk, type FrameName, type Tab } from './walk.ts';

let world: PoisonedWorld;
test.beforeAll(async () => void (world = await startPoisonedWorld()));
test.afterAll(() => world.stop());

/** An INLINE surface is the page's main content there; the dialog's frame has none. */
async function frameOf(page: Page, name: FrameName): Promise<Frame> {
  const parent = name === 'core' ? 'dialog' : '#container';
  const frame = await (await page.$(`${parent} iframe`))?.contentFrame();
  if (!frame) throw new Error(`No ${name} frame`);
  return frame;
}

test(`of ${payloads.length} payloads in every text that comes from others, none runs`, async ({ page }) => {
  const unknown: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => world.isKnown(request.url()) || unknown.push(request.url()));
  page.on(
    'console',
    (message) => /Content.Security.Policy|Trusted/i.test(message.text()) && complaints.push(message.text()),
  );
  page.on('dialog', (dialog) => void (complaints.push('dialog'), dialog.dismiss()));
  await page.goto(world.hostUrl);
  const tab: Tab = {
    inHost: (run, ...args) => page.evaluate(call(run, args)),
    inWidget: async (name, run, ...args) => (await frameOf(page, name)).evaluate(call(run, args)),
  };
  const findings = await walk(tab, world.workspace.configFor('u'), world.pipedrive.token);
  expect(findings).toEqual({ executed: [], markup: [], unseen: [], seenWords: expect.any(Number) as number });
  expect(findings.seenWords).toBeGreaterThan(15);
  expect(unknown).toEqual([]);
  expect(complaints).toEqual([]);
  // What runs is seen.
  await tab.inHost((code) => {
    document.body.append(Object.assign(document.createElement('script'), { textContent: code }));
  }, js);
  expect(await tab.inHost(() => (globalThis as unknown as { executed: string[] }).executed)).toEqual(['pwned']);
});
