import { appears, until, type Engine } from '../engines/engine.ts';
import type { LogEntry } from '../harness/in-page.ts';
import type { World } from '../harness/world.ts';

const pending = ['isAppConnected', 'getConnectedAccounts'];

export interface Return {
  /** The browser has kept the page as it was (bfcache), with what was pending in it; else it has loaded it anew. */
  isKept: boolean;
  /** Calls that were pending, and did not end */
  unsettled: number;
  /** A call of afterwards is answered. */
  works: boolean;
}

/** A user leaves the customer's page by a link in the middle of calls, and comes back with the browser's button. */
export async function comeBack(engine: Engine, world: World, user: string): Promise<Return> {
  const host = await engine.newPage();
  await host.goto(`${world.site.originAt('host.localhost')}/harness/host.html`);
  const start = `host.start(${JSON.stringify(world.workspace.configFor(user))}, 'sdk')`;
  await host.evaluate(start);
  await appears(host, `host.log.find(({ event }) => event === 'ready')`);
  await host.evaluate(
    `void ${JSON.stringify(pending)}.forEach((method) => void host.call(method, ['sandbox'], 'sdk'))`,
  );

  const isAt = (name: string): Promise<boolean> =>
    host.evaluate<boolean>(`location.hostname === '${name}' && document.readyState === 'complete'`).catch(() => false);
  await host.evaluate(`void (location.href = '${world.site.originAt('other.localhost')}/harness/empty.html')`);
  await until(() => isAt('other.localhost'), 'the other page');
  await host.evaluate('history.back()');
  await until(() => isAt('host.localhost'), 'the page again');

  const isKept = await host.evaluate<boolean>(`Boolean(host.sdks.sdk)`);
  if (!isKept) await host.evaluate(start);
  const settled = async (): Promise<string[]> =>
    (await host.evaluate<LogEntry[]>('host.log')).flatMap((entry) => entry.settled ?? []);
  const expected = isKept ? pending : [];
  const isSettled = async (): Promise<boolean> => (await settled()).length >= expected.length;
  await until(isSettled, 'the end of what was pending', 10_000).catch(() => undefined);
  const unsettled = expected.length - (await settled()).length;
  const { ok } = await host.evaluate<{ ok: boolean }>(`host.call('isAppConnected', ['sandbox'], 'sdk')`);
  return { isKept, unsettled, works: ok };
}
