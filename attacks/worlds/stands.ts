import { until } from '../../e2e/engines/engine.ts';
import type { AttackedPage, BrowserWorld } from './browser-world.ts';
import { callOverOwnPort } from './hostile-page.ts';

/** Where an attacker stands beside a customer's page with the widget. */
export interface Stand {
  host: AttackedPage;
  attacker: AttackedPage;
  /** The attacker's name for the page's window */
  target: string;
  /** The source of an expression as it runs where the attacker stands */
  there(expression: string): string;
}

const withFrame = '/hostile-frames/host.html';
const nested = `document.body.appendChild(document.createElement('iframe')).contentWindow`;
const asItIs = (expression: string): string => expression;

/** In the customer's page, below that, above it, and beside it. */
export const stands: readonly [who: string, take: (at: BrowserWorld) => Promise<Stand>][] = [
  ['a frame beside it', beside],
  [
    'a frame in the one beside it',
    async (at) => ({
      ...(await beside(at)),
      target: 'top',
      there: (expression) => `${nested}.eval(${JSON.stringify(expression)})`,
    }),
  ],
  [
    'the window that opened the page',
    async (at) => {
      const attacker = await at.openEvil();
      const host = await at.openFrom(attacker, `${at.world.site.originAt('host.localhost')}/harness/host.html`);
      await at.startWidget(host);
      return { host, attacker, target: 'opened', there: asItIs };
    },
  ],
  [
    'a window that the page opened',
    async (at) => {
      const host = await at.open(`${at.world.site.originAt('host.localhost')}/harness/host.html`);
      const evil = at.world.site.originAt('evil.localhost');
      const attacker = await at.openFrom(host, `${evil}/harness/empty.html`);
      await until(() => attacker.isAt(evil), 'the attacker’s window');
      await at.startWidget(host);
      return { host, attacker, target: 'opener', there: asItIs };
    },
  ],
];

export async function beside(at: BrowserWorld): Promise<Stand> {
  const host = await at.openHost(withFrame);
  return { host, attacker: host.frame('iframe[title^="A sibling"]'), target: 'parent', there: asItIs };
}

/** What is replied to a forged call; undefined where nothing is within `waitMs`. */
export function forgeCall(stand: Stand, method: string, args: unknown[], waitMs: number): Promise<unknown> {
  return stand.attacker.evaluate(stand.there(forgedCall(stand.target, method, args, waitMs)));
}

export function forgedCall(target: string, method: string, args: unknown[], waitMs: number): string {
  return `(${String(callOverOwnPort)})(${target}, '${method}', ${JSON.stringify(args)}, ${waitMs})`;
}

/** Closes the window beside the page's. */
export async function leave({ host, attacker }: Stand): Promise<void> {
  for (const page of [attacker, host]) await page.evaluate(`globalThis.opened?.close()`).catch(() => undefined);
}
