import { chromium, type Frame, type Page } from '@playwright/test';
import { launchOptions } from '../../scripts/browser/launch-options.ts';
import type { Engine, EnginePage } from './engine.ts';

export async function startChromium(): Promise<Engine> {
  const browser = await chromium.launch(await launchOptions());
  const context = await browser.newContext();
  return {
    newPage: async () => pageOf(await context.newPage()),
    pages: async () => context.pages().map(pageOf),
    stop: () => browser.close(),
  };
}

function pageOf(page: Page): EnginePage {
  const click = async (element: string, iframe?: string): Promise<void> => {
    const handle = (await (await frameOf(page, iframe)).evaluateHandle(element)).asElement();
    if (!handle) throw new Error(`No ${element}`);
    await (handle as { click(): Promise<void> }).click();
  };
  return {
    goto: async (url) => void (await page.goto(url)),
    evaluate: async (expression, iframe) => (await frameOf(page, iframe)).evaluate(expression),
    click,
    type: async (element, text, iframe) => {
      await click(element, iframe);
      await page.keyboard.type(text);
    },
  };
}

async function frameOf(page: Page, iframe?: string): Promise<Frame> {
  if (iframe === undefined) return page.mainFrame();
  const frame = await (await page.$(iframe))?.contentFrame();
  if (!frame) throw new Error(`No ${iframe}`);
  return frame;
}
