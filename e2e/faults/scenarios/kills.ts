import { setTimeout as wait } from 'node:timers/promises';
import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { atLeast, atMost, exactly, seen, type Figure } from '../figures.ts';
import { KeyedCalls } from '../keyed-calls.ts';
import { settledAfter } from '../settled-after.ts';
import type { Scale } from '../scale.ts';

const SERVERS = 2;
const CALLERS = 24;
const USERS = ['ann', 'bob', 'cem', 'dan'];
/** One in four by a piece, in a process of its own */
const FUNCTIONS = ['ledger-add-entry', 'ledger-add-entry', 'drawer-add-entry', 'ledger-add-entry'];
const SETTLED_SECONDS = 30;

interface Kills {
  servers: number;
  workers: number;
  /** Of a server, from its end until it was ready again */
  longestAbsence: number;
}

/** 10,000 calls that change something, while 50 times a server or the workers of one are killed as by a lack of memory. */
export async function kills(scale: Scale): Promise<Figure[]> {
  const cluster = await startCluster(SERVERS);
  try {
    for (const user of USERS) await cluster.customer.connectByKey(user);
    for (const user of USERS) await cluster.customer.connectPiece(user);
    const calls = new KeyedCalls(cluster, USERS, FUNCTIONS);
    const [wanted, kills] = [scale(10_000), scale(50)];
    const killing = new AbortController();
    const load = calls.run(CALLERS, () => killing.signal.aborted && calls.made >= wanted);
    const killed = await killAround(cluster, kills).finally(() => killing.abort());
    const open = await settledAfter(cluster, 4 * SETTLED_SECONDS * 1_000);
    await load;
    return [
      seen('servers killed', killed.servers),
      seen('workers killed', killed.workers),
      atLeast('of either, at least', killed.servers + killed.workers, kills),
      ...(await calls.figures()),
      atMost('after the last restart every earlier intent was settled in', open, SETTLED_SECONDS, ' s'),
      seen('a server was away for, at most', `${killed.longestAbsence.toFixed(1)} s`),
      exactly('servers that ended by themselves', crashesOf(cluster), 0),
    ];
  } finally {
    await cluster.stop();
  }
}

/** In turn: one server, the workers of one, and now and then all servers at once. */
async function killAround({ servers }: Cluster, kills: number): Promise<Kills> {
  const killed: Kills = { servers: 0, workers: 0, longestAbsence: 0 };
  for (let turn = 1; killed.servers + killed.workers < kills; turn++) {
    await wait(500 + Math.random() * 1_000);
    const server = servers[Math.floor(turn / 2) % servers.length]!;
    if (turn % 2 === 0) {
      killed.workers += Math.min(1, await server.killWorkers());
      continue;
    }
    const victims = turn % 9 === 0 ? servers : [server];
    const started = performance.now();
    await Promise.all(victims.map((victim) => victim.end('SIGKILL')));
    await Promise.all(victims.map((victim) => victim.start()));
    killed.servers += victims.length;
    killed.longestAbsence = Math.max(killed.longestAbsence, (performance.now() - started) / 1_000);
  }
  return killed;
}

export function crashesOf({ servers }: Cluster): number {
  return servers.reduce((sum, { crashes }) => sum + crashes, 0);
}
