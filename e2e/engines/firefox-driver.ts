import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Bidi } from './bidi.ts';

const names = ['firefox-esr', 'firefox', 'firefox.exe'];
const folders = [
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/Applications/Firefox.app/Contents/MacOS',
  'C:\\Program Files\\Mozilla Firefox',
];

/** Nothing is asked of anybody; ports of this machine are what the tests talk to. */
const preferences = {
  // Those that Firefox recommends for tests let pages open popups unasked.
  'remote.prefs.recommended': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'app.update.disabledForTesting': true,
  'toolkit.telemetry.server': '',
};

/** Where Firefox is. Throws a sentence that says how to install it. */
export function findFirefox(): string {
  const given = process.env['FIREFOX'];
  const found = given ?? folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
  if (found && existsSync(found)) return found;
  throw new Error(
    'Firefox is not installed. Install it (Debian: apt-get install firefox-esr; others: https://www.mozilla.org/firefox), or name its binary in FIREFOX.',
  );
}

/** A tab of a Firefox with a profile of its own, as the user has it installed: no build made for tests. */
export class Firefox {
  /** The addresses of all requests */
  readonly requests: string[] = [];
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #bidi: Bidi;
  /** The one that it starts with */
  readonly tab: string;

  private constructor(child: ChildProcess, profile: string, bidi: Bidi, tab: string) {
    this.#process = child;
    this.#profile = profile;
    this.#bidi = bidi;
    this.tab = tab;
  }

  static async start(): Promise<Firefox> {
    const profile = await mkdtemp(join(tmpdir(), 'integry-firefox-'));
    const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
    await writeFile(join(profile, 'user.js'), lines.join('\n'));
    const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0', 'about:blank'];
    const child = spawn(findFirefox(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const bidi = await Bidi.connect(`${await address(child)}/session`);
    await bidi.send('session.new', { capabilities: {} });
    const { context } = await bidi.send<{ context: string }>('browsingContext.create', { type: 'tab' });
    const firefox = new Firefox(child, profile, bidi, context);
    await bidi.on<{ context: string; request: { url: string } }>('network.beforeRequestSent', ({ request }) => {
      firefox.requests.push(request.url);
    });
    return firefox;
  }

  async open(url: string): Promise<void> {
    await this.#bidi.send('browsingContext.navigate', { context: this.tab, url, wait: 'complete' });
  }

  /** The value of an expression in the page, or in the frame in it that is at the place of an iframe's element. */
  async evaluate<Value>(expression: string, iframe?: string, tab = this.tab): Promise<Value> {
    const context = await this.#contextOf(iframe, tab);
    const answer = await this.#bidi.send<{ result: { value?: string }; exceptionDetails?: { text: string } }>(
      'script.evaluate',
      {
        // As text: BiDi has values of its own.
        expression: `Promise.resolve(${expression}).then((value) => JSON.stringify([value]))`,
        awaitPromise: true,
        target: { context },
      },
    );
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
    return (JSON.parse(answer.result.value!) as [Value])[0];
  }

  /** All that are open, with the windows that pages opened. */
  async tabs(): Promise<string[]> {
    const { contexts } = await this.#bidi.send<{ contexts: { context: string }[] }>('browsingContext.getTree');
    return contexts.map(({ context }) => context);
  }

  /** A real click of the mouse on the element that the expression finds. */
  async click(element: string, iframe?: string, tab = this.tab): Promise<void> {
    const context = await this.#contextOf(iframe, tab);
    await this.#value(`(${element})?.scrollIntoView({ block: 'nearest' }) ?? ${element}`, context);
    const origin = { type: 'element', element: await this.#value(element, context) };
    const actions = [
      { type: 'pointerMove', x: 0, y: 0, origin },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await this.#bidi.send('input.performActions', { context, actions: [{ type: 'pointer', id: 'mouse', actions }] });
  }

  /** Real presses of keys, wherever the focus is. */
  async press(text: string, iframe?: string, tab = this.tab): Promise<void> {
    const context = await this.#contextOf(iframe, tab);
    const actions = [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.#bidi.send('input.performActions', { context, actions: [{ type: 'key', id: 'keys', actions }] });
  }

  async stop(): Promise<void> {
    await this.#bidi.send('browser.close').catch(() => undefined);
    this.#bidi.close();
    if (this.#process.exitCode === null) await new Promise((resolve) => this.#process.once('exit', resolve));
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #contextOf(iframe: string | undefined, tab: string): Promise<string> {
    if (iframe === undefined) return tab;
    const found = await this.#value(`document.querySelector(${JSON.stringify(iframe)})?.contentWindow`, tab);
    return (found as { context: string }).context;
  }

  /** As BiDi refers to a window or an element. */
  async #value(expression: string, context: string): Promise<object> {
    const { result } = await this.#bidi.send<{ result: { value?: object; sharedId?: string } }>('script.evaluate', {
      expression,
      awaitPromise: false,
      target: { context },
    });
    const found = result.sharedId ? { sharedId: result.sharedId } : result.value;
    if (!found) throw new Error(`No ${expression}`);
    return found;
  }
}

/** The one that Firefox says it listens on. */
async function address(child: ChildProcess): Promise<string> {
  const told: string[] = [];
  for await (const line of createInterface({ input: child.stderr! })) {
    told.push(line);
    const [, found] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(line) ?? [];
    if (found) {
      child.stderr!.resume();
      return found;
    }
  }
  throw new Error(`Firefox did not start:\n${told.join('\n')}`);
}
