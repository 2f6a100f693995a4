import { startChromium } from '../e2e/engines/chromium.ts';
import type { Engine } from '../e2e/engines/engine.ts';
import { startFirefox } from '../e2e/engines/firefox.ts';
import { startWebKit } from '../e2e/engines/webkit.ts';
import { call, type FrameName, type Tab } from '../e2e/script-injection/walk.ts';
import { attack } from './attack.ts';

export const engines = { Chromium: startChromium, Firefox: startFirefox, WebKit: startWebKit } satisfies Record<
  string,
  () => Promise<Engine>
>;
export type BrowserName = keyof typeof engines;

/** Those in which attacks are tried. WebKit by itself, since few machines have it: `npm run test:attack:webkit`. */
export const browserNames: readonly BrowserName[] =
  process.env['ATTACKS_IN'] === 'WebKit' ? ['WebKit'] : ['Chromium', 'Firefox'];

/** Attacks whose names say in which browser they are tried */
export function attackIn(browser: BrowserName): typeof attack {
  return (threat, name, defences, attempt) => attack(threat, `${name}, in ${browser}`, defences, attempt);
}

/** A tab of a browser as users have it. */
export interface OpenTab extends Tab {
  stop(): Promise<void>;
}

/** Where the widget's frame is in a page of the customer */
const places: Record<FrameName, string> = { core: 'dialog iframe', inline: '#container iframe' };

export async function openTab(browser: BrowserName, url: string): Promise<OpenTab> {
  const engine = await engines[browser]();
  const page = await engine.newPage();
  await page.goto(url);
  return {
    inHost: (run, ...args) => page.evaluate(call(run, args)),
    inWidget: (name, run, ...args) => page.evaluate(call(run, args), places[name]),
    stop: () => engine.stop(),
  };
}
