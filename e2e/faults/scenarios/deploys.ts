import { randomUUID } from 'node:crypto';
import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { count, counted, exactly, seen, type Figure } from '../figures.ts';
import type { Scale } from '../scale.ts';

const SERVERS = 2;
const CALLERS = 12;
const USER = 'ann';

/**
 * 10 rolling deploys under load: each server in turn is told to end, and started again. A caller whose connection breaks
 * repeats the call once, under its key: a connection that idles may be closed while a request is on its way (RFC 9112, section 9.3.1).
 */
export async function deploys(scale: Scale): Promise<Figure[]> {
  const cluster = await startCluster(SERVERS);
  try {
    await cluster.customer.connectByKey(USER);
    const rolling = new AbortController();
    const outcomes = new Map<string, number>();
    const repeated = new Map<string, number>();
    const load = Array.from({ length: CALLERS }, () => callAlways(cluster, { outcomes, repeated }, rolling.signal));
    const rounds = scale(10);
    const exits = await rollingDeploys(cluster, rounds).finally(() => rolling.abort());
    await Promise.all(load);
    const made = [...outcomes.values()].reduce((sum, value) => sum + value, 0);
    return [
      seen('rolling deploys', rounds),
      seen('calls', counted(outcomes)),
      seen('  repeated once because of', counted(repeated)),
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

interface Counts {
  outcomes: Map<string, number>;
  repeated: Map<string, number>;
}

const BROKEN = 'a broken connection';

async function callAlways({ customer }: Cluster, { outcomes, repeated }: Counts, end: AbortSignal): Promise<void> {
  while (!end.aborted) {
    const key = randomUUID();
    const call = (): Promise<string> =>
      customer.call(USER, 'ledger-add-entry', { key }, { key }).then(
        ({ body }) => String(body['network_code'] ?? body['code'] ?? body['error']),
        () => BROKEN,
      );
    let outcome = await call();
    if (outcome === BROKEN) {
      count(repeated, outcome);
      outcome = await call();
    }
    count(outcomes, outcome);
  }
}
