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
  readonly #tab: string;

  private constructor(child: ChildProcess, profile: string, bidi: Bidi, tab: string) {
    this.#process = child;
    this.#profile = profile;
    this.#bidi = bidi;
    this.#tab = tab;
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
    await this.#bidi.send('browsingContext.navigate', { context: this.#tab, url, wait: 'complete' });
  }

  /** The value of an expression in the page, or in the frame in it that is at the place of an iframe's element. */
  async evaluate<Value>(expression: string, iframe?: string): Promise<Value> {
    const context = iframe === undefined ? this.#tab : await this.#frame(iframe);
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

  async stop(): Promise<void> {
    await this.#bidi.send('browser.close').catch(() => undefined);
    this.#bidi.close();
    if (this.#process.exitCode === null) await new Promise((resolve) => this.#process.once('exit', resolve));
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #frame(selector: string): Promise<string> {
    const { result } = await this.#bidi.send<{ result: { value?: { context: string } } }>('script.evaluate', {
      expression: `document.querySelector(${JSON.stringify(selector)})?.contentWindow`,
      awaitPromise: false,
      target: { context: this.#tab },
    });
    if (!result.value) throw new Error(`No ${selector}`);
    return result.value.context;
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
