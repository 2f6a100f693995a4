import type { Engine, EnginePage } from './engine.ts';
import { Firefox } from './firefox-driver.ts';

export async function startFirefox(): Promise<Engine> {
  const firefox = await Firefox.start();
  return {
    newPage: async () => pageOf(firefox, firefox.tab),
    pages: async () => (await firefox.tabs()).map((tab) => pageOf(firefox, tab)),
    stop: () => firefox.stop(),
  };
}

function pageOf(firefox: Firefox, tab: string): EnginePage {
  return {
    goto: (url) => firefox.open(url),
    evaluate: (expression, iframe) => firefox.evaluate(expression, iframe, tab),
    click: (element, iframe) => firefox.click(element, iframe, tab),
    type: async (element, text, iframe) => {
      await firefox.click(element, iframe, tab);
      await firefox.press(text, iframe, tab);
    },
  };
}
