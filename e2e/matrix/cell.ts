import { appears, until, type Engine, type EnginePage } from '../engines/engine.ts';
import type { LogEntry } from '../harness/in-page.ts';
import type { World } from '../harness/world.ts';

export const sheet = 'dialog[open] iframe';

/** What came of one connecting. */
export interface Outcome {
  isConnected: boolean;
  /** Events and settled promises that told of a cancellation, or of anything but success */
  falseEnds: number;
}

/** A user of the customer connects the sandbox, with the mouse and the keys; types the code where the popup shows one. */
export async function connect(engine: Engine, world: World, user: string, isSevered: boolean): Promise<Outcome> {
  const host = await engine.newPage();
  await host.goto(`${world.site.originAt('host.localhost')}/harness/host.html`);
  const config = JSON.stringify(world.workspace.configFor(user));
  await host.evaluate(`host.start(${config}, 'sdk')`);
  await appears(host, `host.log.find(({ event }) => event === 'ready')`);
  await host.evaluate(`void host.call('connectApp', ['sandbox'], 'sdk')`);

  const before = (await engine.pages()).length;
  await press(host, button('Continue'), sheet);
  await until(async () => (await engine.pages()).length > before, 'the popup');
  const popup = (await engine.pages()).at(-1)!;
  if (isSevered) await enterCode(host, popup);
  await signInAndAllow(popup, user);
  await appears(host, `host.log.find(({ settled }) => settled === 'connectApp')`);
  return outcomeOf(await host.evaluate<LogEntry[]>('host.log'));
}

async function enterCode(host: EnginePage, popup: EnginePage): Promise<void> {
  const code = `document.querySelector('#code')`;
  await appears(popup, `/^[A-Z]{4}-[A-Z]{4}$/.test(${code}?.innerText)`);
  const field = `document.querySelector('input')`;
  await appears(host, field, sheet);
  await host.type(field, await popup.evaluate<string>(`${code}.innerText`), sheet);
  await press(host, button('Confirm the code'), sheet);
}

/** Signs in at the sandbox and allows what it is asked for. */
export async function signInAndAllow(popup: EnginePage, user: string): Promise<void> {
  const password = `document.querySelector('input[type=password]')`;
  await appears(popup, password);
  await popup.type(`document.querySelector('input:not([type=hidden], [type=password])')`, user);
  await popup.type(password, `${user}'s password`);
  await press(popup, button('Sign in'));
  await press(popup, button('Allow'));
}

export async function press(page: EnginePage, element: string, iframe?: string): Promise<void> {
  await appears(page, element, iframe);
  await page.click(element, iframe);
}

export function button(label: string): string {
  return `[...document.querySelectorAll('button')].find((each) => each.innerText.trim().startsWith('${label}'))`;
}

function outcomeOf(log: readonly LogEntry[]): Outcome {
  const settled = log.filter((entry) => entry.settled === 'connectApp');
  const events = log.filter(({ event }) => event === 'app-connected');
  const wrong = log.filter(({ event, outcome, uncaught }) => event === 'error' || outcome?.ok === false || uncaught);
  return {
    isConnected: settled.length === 1 && settled[0]!.outcome!.ok && events.length === 1,
    falseEnds: wrong.length,
  };
}
