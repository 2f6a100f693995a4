import type { IntegryConfig } from '../../loader/index.d.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../engines/engine.ts';
import { root } from '../harness/child-process.ts';
import { payloads } from './payloads.ts';

type Run<Args extends unknown[], Value> = (...args: Args) => Value | Promise<Value>;
export type FrameName = 'core' | 'inline';

/** A tab of a browser, whichever drives it. Functions run there by their source: what they need comes as arguments. */
export interface Tab {
  inHost<Args extends unknown[], Value>(run: Run<Args, Value>, ...args: Args): Promise<Value>;
  /** In the widget's frame: of the dialog, or of the page's container */
  inWidget<Args extends unknown[], Value>(frame: FrameName, run: Run<Args, Value>, ...args: Args): Promise<Value>;
}

/** The call of a function as source */
export function call(run: unknown, args: unknown[]): string {
  return `(${String(run)})(...${JSON.stringify(args)})`;
}

export interface Findings {
  /** What of the payloads ran */
  executed: string[];
  /** What of them became markup, a handler or a link that runs */
  markup: string[];
  /** Payloads that no screen showed as the text that they are */
  unseen: string[];
  /** How many of the host's own words were seen, which can be code as well */
  seenWords: number;
}

const english = JSON.parse(readFileSync(join(root, 'widget/messages/en.json'), 'utf8')) as Record<string, string>;
/** Braces are for arguments there. */
const plain = payloads.filter((payload) => !/[{}]/.test(payload));
/** The host's words for every text of ours, each with its key before it. */
const words = Object.fromEntries(
  Object.keys(english).map((key, index) => [key, `${key} ${plain[index % plain.length]}`]),
);

interface Instance {
  [method: string]: (...args: unknown[]) => Promise<{ close(): Promise<void> }>;
}
interface Page {
  sdk: Instance;
  shown: Promise<{ close(): Promise<void> }>;
  executed: string[];
}

/** Shows every screen full of payloads in turn, with each failure that a text of somebody else's can be part of. */
export async function walk(tab: Tab, config: IntegryConfig, token: string): Promise<Findings> {
  const markup = new Set<string>();
  let texts = '';
  const look = async (frame: FrameName, selector: string): Promise<void> => {
    await comes(() => tab.inWidget(frame, (wanted) => document.querySelector(wanted) !== null, selector), selector);
    const screen = await tab.inWidget(frame, readScreen);
    for (const found of screen.markup) markup.add(`${selector}: ${found}`);
    texts += screen.text;
  };
  const show = (method: string, ...args: unknown[]): Promise<void> =>
    tab.inHost(
      async (name, given) => {
        const page = window as unknown as Page;
        await page.shown?.then((handle) => handle.close());
        page.shown = page.sdk[name]!(...given);
        await page.shown;
      },
      method,
      args,
    );

  await tab.inHost(async (given) => {
    const { IntegryJS } = window as unknown as { IntegryJS: new (config: IntegryConfig) => unknown };
    (window as unknown as Page).sdk = new IntegryJS(given) as Instance;
    void (window as unknown as Page).sdk.connectApp!('pipedrive');
  }, config);
  await look('core', 'form input');
  await tab.inWidget('core', submit, token);
  await look('core', '[role=alert]');
  await tab.inWidget('core', submit, token);
  await comes(() => tab.inHost(() => document.querySelector('dialog[open]') === null), 'the connected account');

  await tab.inHost(async (texts) => void (await (window as unknown as Page).sdk.update!({ texts })), words);
  await show('showApp', 'pipedrive', 'INLINE', 'container');
  await look('inline', 'li button');
  await tab.inWidget('inline', press, 'li button:last-child');
  await look('inline', '[role=group] button');
  await tab.inWidget('inline', press, '[role=group] button');
  await look('inline', '[role=alert]');
  await show('showConnectedAccounts', 'pipedrive', 'INLINE', 'container');
  await look('inline', 'li button');
  await tab.inWidget('inline', press, '.accounts > button');
  await look('inline', 'li:nth-child(20) button');
  await show('showFunctions', 'INLINE', 'container');
  await look('inline', 'li strong');
  await show('showApps', { fetchAll: true });
  await look('core', 'li button');

  const executed = await tab.inHost(() => (window as unknown as Page).executed);
  const unseen = payloads.filter((payload) => !texts.includes(payload.toWellFormed()));
  const seenWords = Object.keys(words).filter((key) => texts.includes(`${key} `)).length;
  return { executed, markup: [...markup], unseen, seenWords };
}

/** What the frame's document says, and what of a payload has become more than that. */
function readScreen(): { text: string; markup: string[] } {
  const intruders =
    'x-pwned, [data-pwned], main script, [role=dialog] script, iframe, object, embed, base, math, template, marquee, video, audio, meta[http-equiv], body link, body style';
  const markup = [...document.querySelectorAll(intruders)].map(({ outerHTML }) => outerHTML);
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const runs =
        /^\s*(javascript|vbscript|data:text|data:image\/svg|blob):/i.test(value) && /href|src|action|data/.test(name);
      if (name.startsWith('on') || runs || name === 'srcdoc') markup.push(`${element.tagName} ${name}=${value}`);
    }
  }
  return { text: (document.body.textContent ?? '').toWellFormed(), markup };
}

function press(selector: string): void {
  document.querySelector<HTMLElement>(selector)!.click();
}

function submit(value: string): void {
  const form = document.querySelector('form')!;
  for (const input of form.querySelectorAll('input')) {
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
  form.requestSubmit();
}

/** A frame that is still being made answers nothing. */
function comes(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  return until(() => isTrue().catch(() => false), what, 30_000);
}
