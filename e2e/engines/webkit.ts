import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { freePort } from '../../scripts/free-port.ts';
import type { Engine, EnginePage } from './engine.ts';
import { WebDriver } from './web-driver.ts';

/** WebKitGTK, by its own driver, on a screen that nobody sees. It stands for Safari, which no other system has. */
export async function startWebKit(): Promise<Engine> {
  const binary = findMiniBrowser();
  const screen = await startScreen();
  const port = await freePort();
  const env = { ...process.env, DISPLAY: screen.display };
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], { env, stdio: 'ignore' });
  const session = await WebDriver.open(`http://127.0.0.1:${port}`, {
    'webkitgtk:browserOptions': { binary, args: ['--automation'] },
  });
  const [first = ''] = await session.windows();
  return {
    newPage: async () => pageOf(session, first),
    // The driver keeps to no order.
    pages: async () => {
      const others = (await session.windows()).filter((window) => window !== first);
      return [first, ...others].map((window) => pageOf(session, window));
    },
    stop: async () => {
      await session.close();
      await end(driver);
      await end(screen.child);
    },
  };
}

function pageOf(session: WebDriver, window: string): EnginePage {
  return {
    goto: (url) => session.goTo(window, url),
    evaluate: (expression, iframe) => session.evaluate(window, iframe, expression),
    click: (element, iframe) => session.click(window, iframe, element),
    type: (element, text, iframe) => session.type(window, iframe, element, text),
  };
}

function findMiniBrowser(): string {
  const [binary] = globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser');
  const missing = ['WebKitWebDriver', 'Xvfb'].some((name) => spawnSync('which', [name]).status !== 0);
  if (binary && !missing) return binary;
  throw new Error('WebKit is not installed. Install it (Debian: apt-get install webkit2gtk-driver xvfb).');
}

/** An X server that takes a free display and says which. */
async function startScreen(): Promise<{ child: ChildProcess; display: string }> {
  const args = ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'];
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [number] = (await once(child.stdio[3]!, 'data')) as [Buffer];
  return { child, display: `:${number.toString().trim()}` };
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
