import { setTimeout as wait } from 'node:timers/promises';
import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { send } from '../cluster/customer.ts';
import { EventTail } from '../cluster/event-tail.ts';
import { atMost, exactly, percentile, seen, type Figure } from '../figures.ts';
import { KeyedCalls } from '../keyed-calls.ts';
import type { Scale } from '../scale.ts';
import { crashesOf } from './kills.ts';

const SERVERS = 2;
const CALLERS = 12;
const USER = 'ann';
const STREAMS_PER_SERVER = 5;
/** How long the database is away, in turn */
const ABSENCES_MS = [0, 500, 2_000, 10_000];
const BACK_SECONDS = 5;

/** 20 restarts of the database under load, orderly and as after a crash, each second one while it is away for longer. */
export async function databaseRestarts(scale: Scale): Promise<Figure[]> {
  const cluster = await startCluster(SERVERS);
  const tails: EventTail[] = [];
  try {
    await cluster.customer.connectByKey(USER);
    const accountId = String((await cluster.sql('select id from connected_accounts'))[0]?.['id']);
    for (const { url } of cluster.servers) {
      for (let stream = 0; stream < STREAMS_PER_SERVER; stream++)
        tails.push(await EventTail.open(cluster.customer, USER, url));
    }
    const restarting = new AbortController();
    const calls = new KeyedCalls(cluster, [USER]);
    const load = calls.run(CALLERS, () => restarting.signal.aborted, 50);
    const restarts = scale(20);
    const backs: number[] = [];
    const events: number[] = [];
    for (let restart = 1; restart <= restarts; restart++) {
      await wait(1_000);
      const absence = ABSENCES_MS[restart % ABSENCES_MS.length]!;
      await cluster.postgres.restart(restart % 2 ? 'restart' : 'crash', absence);
      const there = performance.now();
      backs.push(...(await Promise.all(cluster.servers.map(({ url }) => backAfter(cluster, url, there)))));
      const name = `Renamed ${restart}.`;
      const renamed = await rename(cluster, accountId, name);
      const arrivals = await Promise.all(tails.map((tail) => tail.until(name)));
      events.push(...arrivals.map((arrival) => arrival - renamed));
    }
    restarting.abort();
    await load;
    return [
      seen('restarts of the database', restarts),
      ...(await calls.figures()),
      atMost('a server serves again after the database, at the latest', Math.max(...backs) / 1_000, BACK_SECONDS, ' s'),
      atMost('  in the middle', percentile(backs, 50) / 1_000, BACK_SECONDS, ' s'),
      atMost('an event then comes to every page, at the latest', Math.max(...events) / 1_000, BACK_SECONDS, ' s'),
      exactly('event streams that broke', tails.filter((tail) => tail.hasEnded).length, 0),
      exactly('servers that ended by themselves', crashesOf(cluster), 0),
    ];
  } finally {
    for (const tail of tails) tail.close();
    await cluster.stop();
  }
}

/** Milliseconds from `there` until the server answers with what stands in the database. */
async function backAfter({ customer }: Cluster, at: string, there: number): Promise<number> {
  for (;;) {
    const answer = await customer.call(USER, 'ledger-list-entries', {}, { at });
    if (answer.status === 200) return performance.now() - there;
    if (performance.now() - there > 60_000) throw new Error(`Not back: ${JSON.stringify(answer.body)}`);
    await wait(20);
  }
}

/** Answers when it was done. */
async function rename({ customer, url }: Cluster, accountId: string, name: string): Promise<number> {
  const headers = customer.asBackend(USER);
  const path = `${url}/connected-accounts/${accountId}/`;
  const answer = await send(path, { method: 'PATCH', headers, body: { display_name: name } });
  if (answer.status !== 200) throw new Error(`Not renamed: ${JSON.stringify(answer.body)}`);
  return performance.now();
}
