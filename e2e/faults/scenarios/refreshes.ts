import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { count, counted, exactly, seen, type Figure } from '../figures.ts';
import type { Scale } from '../scale.ts';

const SERVERS = 2;
const CALLERS = 50;
const USER = 'ann';

/** 50 callers come at once, spread over two servers, with an access token that has ended: 200 times. */
export async function refreshes(scale: Scale): Promise<Figure[]> {
  const cluster = await startCluster(SERVERS);
  try {
    await cluster.customer.connectByOAuth(USER);
    const rounds = scale(200);
    const refreshesPerRound = new Map<number, number>();
    const outcomes = new Map<string, number>();
    for (let round = 0; round < rounds; round++) {
      const before = cluster.provider.refreshes;
      for (const outcome of await oneRound(cluster)) count(outcomes, outcome);
      count(refreshesPerRound, cluster.provider.refreshes - before);
    }
    const others = [...refreshesPerRound].filter(([refreshes]) => refreshes !== 1);
    return [
      seen('expired tokens', rounds),
      seen('calls', counted(outcomes)),
      exactly('tokens not refreshed exactly once', sum(others.map(([, rounds]) => rounds)), 0),
      exactly('calls that failed', rounds * CALLERS - (outcomes.get('200') ?? 0), 0),
      exactly('uses of a refresh token that was used before', cluster.provider.reuses, 0),
    ];
  } finally {
    await cluster.stop();
  }
}

async function oneRound({ customer, provider, servers, sql }: Cluster): Promise<string[]> {
  provider.expireTokens();
  await sql(`update connected_accounts set access_expires_at = now() - interval '1 minute'`);
  const calls = Array.from({ length: CALLERS }, async (_, caller) => {
    const at = servers[caller % servers.length]!.url;
    const { status, body } = await customer.call(USER, 'ledger-list-entries', {}, { at });
    return String(body['network_code'] ?? body['code'] ?? body['error'] ?? status);
  });
  return Promise.all(calls);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
