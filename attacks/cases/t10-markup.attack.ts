import { describe } from 'vitest';
import { startPoisonedWorld } from '../../e2e/script-injection/poisoned-world.ts';
import { walk, type Findings } from '../../e2e/script-injection/walk.ts';
import { attack } from '../attack.ts';
import { browserNames, openTab, type BrowserName } from '../browsers.ts';
import { linksLeadToTheWeb, markupIsTrusted, onlyOurScriptsRun, textsAreText } from '../defences/widget.ts';

/** Of the server's answers: whose text it is, and on which screen it stands */
const texts = {
  title: 'an app’s title, in the marketplace and on its page',
  description: 'the description of an app and of a function',
  display_name: 'the name of an account at the third party',
  detail: 'what an error says, in the words of the third party',
};
const links = { docs_url: 'the address of an app’s documentation', help_url: 'the address of help with a key' };

/** Becomes an element that says by which key it came, and tells the page around where it runs. */
function poisonFor(key: string): string {
  if (key in links) return `javascript:parent.postMessage('pwned ${key}','*')`;
  return `<x-pwned id="from-${key}"></x-pwned><img src=x onerror="parent.postMessage('pwned ${key}','*')">`;
}

const walks = new Map<BrowserName, Promise<Findings>>();

/** One walk through all screens in each browser answers for all attacks. */
function findingsIn(browser: BrowserName): Promise<Findings> {
  const findings = walks.get(browser) ?? walkIn(browser);
  walks.set(browser, findings);
  return findings;
}

async function walkIn(browser: BrowserName): Promise<Findings> {
  const world = await startPoisonedWorld({ textFor: poisonFor, detail: poisonFor('detail') });
  const tab = await openTab(browser, world.hostUrl);
  try {
    return await walk(tab, world.workspace.configFor('u'), world.pipedrive.token);
  } finally {
    await tab.stop();
    await world.stop();
  }
}

describe.each(browserNames)('in %s', (browser) => {
  for (const [key, what] of Object.entries(texts)) {
    attack('T10', `${what} becomes markup, in ${browser}`, [markupIsTrusted, textsAreText], async () =>
      (await findingsIn(browser)).markup.find((found) => found.includes(`from-${key}`)),
    );
    attack('T10', `${what} runs, in ${browser}`, [markupIsTrusted, onlyOurScriptsRun, textsAreText], async () =>
      (await findingsIn(browser)).executed.find((said) => said === `pwned ${key}`),
    );
  }
  for (const [key, what] of Object.entries(links)) {
    attack('T10', `${what} is a script, in ${browser}`, [linksLeadToTheWeb], async () =>
      (await findingsIn(browser)).markup.find((found) => found.includes(`pwned ${key}`)),
    );
  }
});
