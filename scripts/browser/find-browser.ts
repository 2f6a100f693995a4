import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { installDebianChromium, systemChromium } from './system-chromium.ts';
import { sparticuzChromium } from './sparticuz-chromium.ts';

/** A Chromium to start: its file, and what it needs in its environment. */
export interface Browser {
  executablePath: string;
  env?: Record<string, string>;
}

const remedy = `No Chromium was found. Any one of these helps:
  - install Chrome or Chromium with your system's package manager;
  - npx playwright install chromium;
  - E2E_CHROMIUM=/path/to/chromium, for one that is elsewhere.`;

/**
 * Finds a Chromium and, where the machine has none, installs one: the first of E2E_CHROMIUM, Playwright's own, the
 * system's, Debian's (as root), and one from npm (Linux). Throws with the remedies if none can be had.
 */
export async function findBrowser(): Promise<Browser> {
  const named = process.env.E2E_CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Error(`E2E_CHROMIUM names ${named}, which does not exist.`);
    return { executablePath: named };
  }
  const playwrights = chromium.executablePath();
  if (playwrights && existsSync(playwrights)) return { executablePath: playwrights };
  const installed = systemChromium() ?? installDebianChromium();
  if (installed) return { executablePath: installed };
  const fromNpm = await sparticuzChromium();
  if (fromNpm) return fromNpm;
  throw new Error(remedy);
}
