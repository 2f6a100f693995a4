import type { Browser, Page } from '@playwright/test';

export interface Sdk {
  /** The script's address */
  script: string;
  config: object;
  /** A selector of what there is one of for each app, in whichever frame */
  card: string;
}

const DEADLINE = 60_000;

/**
 * In a profile of its own: the first visit has nothing in its cache, the second has what the first has left. Milliseconds from
 * the insertion of the script to the paint with so many apps.
 */
export async function paint(
  browser: Browser,
  hostUrl: string,
  sdk: Sdk,
  options: object,
  cards: number,
): Promise<{ cold: number; warm: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    let painted = (_at: number): void => undefined;
    await context.exposeFunction('painted', (at: number) => painted(at));
    await page.addInitScript(watch, { card: sdk.card, cards });
    const visit = async (): Promise<number> => {
      await page.goto(hostUrl);
      const end = new Promise<number>((resolve, reject) => {
        painted = resolve;
        setTimeout(() => reject(new Error(`${sdk.script} painted no ${cards} apps`)), DEADLINE).unref();
      });
      const start = await show(page, sdk, options);
      return (await end) - start;
    };
    return { cold: await visit(), warm: await visit() };
  } finally {
    await context.close();
  }
}

/** Inserts the script and shows the marketplace. Answers when that began, by a clock that all frames share. */
function show(page: Page, { script, config }: Sdk, options: object): Promise<number> {
  return page.evaluate(
    async ([src, given, marketplace]) => {
      const start = performance.timeOrigin + performance.now();
      const element = Object.assign(document.createElement('script'), { src });
      document.head.append(element);
      await new Promise((resolve) => element.addEventListener('load', resolve));
      const { IntegryJS } = globalThis as unknown as {
        IntegryJS: new (config: object) => { showApps(options: object): unknown };
      };
      new IntegryJS(given).showApps(marketplace);
      return start;
    },
    [script, config, options] as const,
  );
}

/** Runs in every frame: tells when it has painted so many cards. A frame that is not shown paints nothing, and waits. */
function watch({ card, cards }: { card: string; cards: number }): void {
  const observer = new MutationObserver(() => {
    if (document.querySelectorAll(card).length < cards) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      // The first task after the frame: it has been painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const { painted } = globalThis as unknown as { painted(at: number): void };
        painted(performance.timeOrigin + performance.now());
      };
      port2.postMessage(null);
    });
  });
  observer.observe(document, { subtree: true, childList: true });
}
