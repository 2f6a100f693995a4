import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '#scripts/free-port.ts';
import { startCluster } from '../../e2e/faults/cluster/cluster.ts';
import { startEmbedded, type Service } from './start-embedded.ts';

/** One way from a caller to the third party. */
export interface Target {
  name: string;
  /** One call, to the end of its answer. Throws where it does not go well. */
  call(): Promise<void>;
  stop(): Promise<unknown>;
}

/** Calls the function as a page does: by a session, with a key of its own for each call. */
async function byServer(name: string, { customer, url: origin, stop }: Service): Promise<Target> {
  await customer.connectByKey('ann');
  const authorization = `Bearer ${await customer.signIn('ann')}`;
  const url = `${origin}/functions/ledger-list-entries/call/`;
  return {
    name,
    call: async () => {
      const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const answer = await fetch(url, { method: 'POST', headers, body: '{}' });
      const { network_code } = (await answer.json()) as { network_code?: string };
      if (network_code !== '200') throw new Error(`${name}: ${answer.status} ${network_code}`);
    },
    stop,
  };
}

async function read(url: string, init: RequestInit): Promise<void> {
  const answer = await fetch(url, init);
  await answer.json();
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
}

export async function startTargets(): Promise<Target[]> {
  const embedded = await startEmbedded();
  const { origin } = embedded.provider;
  const port = await freePort();
  const proxy = fork(join(import.meta.dirname, 'bare-proxy.ts'), [origin, String(port)]);
  await once(proxy, 'message');
  const headers = { authorization: 'Key bench', accept: 'application/json' };
  return [
    { name: 'the third party itself', call: () => read(`${origin}/entries`, { headers }), stop: async () => undefined },
    {
      name: 'a bare node:http proxy',
      call: () => read(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' }),
      stop: async () => proxy.kill(),
    },
    await byServer('the embedded database', embedded),
    await byServer('PostgreSQL', await startCluster(1)),
    await byServer('PostgreSQL, two processes', await startCluster(2)),
  ];
}
