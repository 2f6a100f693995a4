import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { root } from '../../harness/child-process.ts';
import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { EventTail } from '../cluster/event-tail.ts';
import { count, counted, exactly, seen, type Figure } from '../figures.ts';
import type { Scale } from '../scale.ts';

const FIVE_MINUTES_MS = 5 * 60_000;
const CALLERS = 10;
const preload = pathToFileURL(join(root, 'e2e/faults/cluster/wrong-clock.ts')).href;
const offBy = (ms: number): Record<string, string> => ({
  NODE_OPTIONS: `--import=${preload}`,
  CLOCK_OFF_MS: String(ms),
});

/** Two servers whose clocks are five minutes fast and slow: users sign in, connect and call at both, by turns. */
export async function clocks(scale: Scale): Promise<Figure[]> {
  const cluster = await startCluster(2, { own: [offBy(FIVE_MINUTES_MS), offBy(-FIVE_MINUTES_MS)] });
  try {
    const outcomes = new Map<string, number>();
    const rounds = scale(20);
    let refreshes = 0;
    let brokenStreams = 0;
    for (let round = 0; round < rounds; round++) {
      const user = `user-${round}`;
      await cluster.customer.connectByOAuth(user);
      brokenStreams += await brokenStreamsOf(cluster, user);
      const before = cluster.provider.refreshes;
      for (const outcome of await callEverywhere(cluster, user)) count(outcomes, outcome);
      refreshes += cluster.provider.refreshes - before;
    }
    const calls = rounds * CALLERS;
    return [
      seen('users that connect', rounds),
      seen('calls', counted(outcomes)),
      exactly('calls that failed', calls - (outcomes.get('200') ?? 0), 0),
      exactly('refreshes of expired tokens', refreshes, rounds),
      exactly('event streams that ended at once', brokenStreams, 0),
    ];
  } finally {
    await cluster.stop();
  }
}

/** With a token that has ended by every clock. */
async function callEverywhere({ customer, provider, servers, sql }: Cluster, user: string): Promise<string[]> {
  provider.expireTokens();
  await sql(`update connected_accounts set access_expires_at = now() - interval '10 minutes'`);
  const calls = Array.from({ length: CALLERS }, async (_, caller) => {
    const at = servers[caller % servers.length]!.url;
    const { status, body } = await customer.call(user, 'ledger-list-entries', {}, { at });
    return String(body['network_code'] ?? body['code'] ?? body['error'] ?? status);
  });
  return Promise.all(calls);
}

/** A stream at each server, with a session of ten minutes that the other one may have opened. */
async function brokenStreamsOf({ customer, servers }: Cluster, user: string): Promise<number> {
  const tails = await Promise.all(servers.map(({ url }) => EventTail.open(customer, user, url)));
  const broken = tails.filter((tail) => tail.hasEnded).length;
  for (const tail of tails) tail.close();
  return broken;
}
