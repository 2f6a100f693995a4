import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { send } from '../cluster/customer.ts';
import { EventTail } from '../cluster/event-tail.ts';
import { atMost, exactly, percentile, seen, type Figure } from '../figures.ts';
import type { Scale } from '../scale.ts';

const SERVERS = 2;
const PAGES_PER_SERVER = 20;
const USER = 'ann';
const SECONDS = 1;

/** 200 events, each committed by one server in turn, to 40 pages at two servers. */
export async function events(scale: Scale): Promise<Figure[]> {
  const cluster = await startCluster(SERVERS);
  const pages: EventTail[] = [];
  try {
    await cluster.customer.connectByKey(USER);
    const accountId = String((await cluster.sql('select id from connected_accounts'))[0]?.['id']);
    for (const { url } of cluster.servers) {
      for (let page = 0; page < PAGES_PER_SERVER; page++) pages.push(await EventTail.open(cluster.customer, USER, url));
    }
    const total = scale(200);
    const times: number[] = [];
    for (let event = 1; event <= total; event++) times.push(...(await oneEvent(cluster, pages, accountId, event)));
    return [
      seen('events', total),
      seen('pages', pages.length),
      atMost('an event is at a page, in the middle', percentile(times, 50) / 1_000, SECONDS, ' s'),
      atMost('  at the latest', Math.max(...times) / 1_000, SECONDS, ' s'),
      exactly('event streams that broke', pages.filter((page) => page.hasEnded).length, 0),
    ];
  } finally {
    for (const page of pages) page.close();
    await cluster.stop();
  }
}

/** Milliseconds from the request that brings it about until it is at each page. */
async function oneEvent({ customer, servers }: Cluster, pages: EventTail[], accountId: string, event: number) {
  const name = `Renamed ${event}.`;
  const arrivals = pages.map((page) => page.until(name));
  const started = performance.now();
  const path = `${servers[event % servers.length]!.url}/connected-accounts/${accountId}/`;
  await send(path, { method: 'PATCH', headers: customer.asBackend(USER), body: { display_name: name } });
  return (await Promise.all(arrivals)).map((arrival) => arrival - started);
}
