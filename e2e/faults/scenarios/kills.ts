import { setTimeout as wait } from 'node:timers/promises';
import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { exactly, seen, type Figure } from '../figures.ts';
import { KeyedCalls, settling } from '../keyed-calls.ts';
import type { Scale } from '../scale.ts';

const SERVERS = 2;
const CALLERS = 24;
const USERS = ['ann', 'bob', 'cem', 'dan'];
/** Every so many kills, all servers are killed at once. */
const OUTAGE_EVERY = 5;
const SETTLED_MS = 30_000;

/** 10,000 calls that change something, while 50 times a server is killed as by a lack of memory. */
export async function kills(scale: Scale): Promise<Figure[]> {
  const cluster = await startCluster(SERVERS);
  try {
    for (const user of USERS) await cluster.customer.connectByKey(user);
    const calls = new KeyedCalls(cluster, USERS);
    const [wanted, kills] = [scale(10_000), scale(50)];
    const killing = new AbortController();
    const load = calls.run(CALLERS, () => killing.signal.aborted && calls.made >= wanted);
    await killServers(cluster, kills).finally(() => killing.abort());
    await load;
    const settled = await settling(cluster, SETTLED_MS);
    return [
      seen('servers killed', kills),
      ...(await calls.figures()),
      ...settled,
      exactly('servers that ended by themselves', crashesOf(cluster), 0),
    ];
  } finally {
    await cluster.stop();
  }
}

async function killServers({ servers }: Cluster, kills: number): Promise<void> {
  for (let kill = 1; kill <= kills; kill++) {
    await wait(500 + Math.random() * 1_000);
    const victims = kill % OUTAGE_EVERY === 0 ? servers : [servers[kill % servers.length]!];
    await Promise.all(victims.map((victim) => victim.end('SIGKILL')));
    await Promise.all(victims.map((victim) => victim.start()));
  }
}

export function crashesOf({ servers }: Cluster): number {
  return servers.reduce((sum, { crashes }) => sum + crashes, 0);
}
