import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { count, counted, exactly, seen, type Figure } from '../figures.ts';
import type { Scale } from '../scale.ts';

const SERVERS = 2;
const CALLERS = 12;
const USER = 'ann';

/** 10 rolling deploys under load: each server in turn is told to end, and started again. Nobody repeats anything. */
export async function deploys(scale: Scale): Promise<Figure[]> {
  const cluster = await startCluster(SERVERS);
  try {
    await cluster.customer.connectByKey(USER);
    const rolling = new AbortController();
    const outcomes = new Map<string, number>();
    const load = Array.from({ length: CALLERS }, () => callAlways(cluster, outcomes, rolling.signal));
    const rounds = scale(10);
    const exits = await rollingDeploys(cluster, rounds).finally(() => rolling.abort());
    await Promise.all(load);
    const made = [...outcomes.values()].reduce((sum, value) => sum + value, 0);
    return [
      seen('rolling deploys', rounds),
      seen('calls', counted(outcomes)),
      exactly('calls that failed', made - (outcomes.get('201') ?? 0), 0),
      exactly('servers that did not end with 0', exits.filter((code) => code !== 0).length, 0),
    ];
  } finally {
    await cluster.stop();
  }
}

async function rollingDeploys({ servers }: Cluster, rounds: number): Promise<(number | null)[]> {
  const exits: (number | null)[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const server of servers) {
      exits.push(await server.end('SIGTERM'));
      await server.start();
    }
  }
  return exits;
}

async function callAlways({ customer }: Cluster, outcomes: Map<string, number>, end: AbortSignal): Promise<void> {
  for (let call = 0; !end.aborted; call++) {
    const key = `${call}`;
    const outcome = await customer.call(USER, 'ledger-add-entry', { key }).then(
      ({ body }) => String(body['network_code'] ?? body['code'] ?? body['error']),
      () => 'a broken connection',
    );
    count(outcomes, outcome);
  }
}
