import { startCluster, type Cluster } from '../cluster/cluster.ts';
import { troubles, type Trouble } from '../cluster/trouble.ts';
import { atMost, count, counted, exactly, seen, type Figure } from '../figures.ts';
import type { Scale } from '../scale.ts';
import { crashesOf } from './kills.ts';

const USER = 'ann';
/** Of the same kind: the breaker of each opens at five failures in a row, and is not what is looked at here. */
const APPS = Array.from({ length: 50 }, (_, index) => `ledger${index}`);
/** A call has 30 seconds at the third party; the rest is what a busy machine needs. */
const LONGEST_SECONDS = 40;
/** What a server that has done nothing yet grows by when it does something, with room for garbage */
const GROWTH_MEGABYTES = 150;

/** What a caller is told of each trouble: the third party's own answer, or a code of ours. */
const expected: Record<Trouble, readonly string[]> = {
  '429': ['429'],
  '500': ['500'],
  '503': ['503'],
  reset: ['provider_unreachable'],
  drip: ['provider_timeout'],
  silence: ['provider_timeout'],
  large: ['response_too_large'],
  // What calls itself JSON and is not stays the text that it is.
  'bad-json': ['200'],
};

/** Each trouble 200 times, for calls that read and calls that write in turn. */
export async function providerTrouble(scale: Scale): Promise<Figure[]> {
  const cluster = await startCluster(1, { ledgers: ['ledger', ...APPS] });
  const [server] = cluster.servers;
  try {
    for (const app of APPS) await cluster.customer.connectByKey(USER, app);
    // What it needs anyway, it has after some of each.
    for (const kind of troubles.filter((each) => each !== 'drip' && each !== 'silence'))
      await callMany(cluster, kind, APPS.length);
    const before = await server!.megabytes();
    const figures: Figure[] = [];
    for (const kind of troubles) figures.push(...(await figuresOf(cluster, kind, scale(200))));
    const after = await server!.megabytes();
    return [
      ...figures,
      seen('memory before, in MB', before.toFixed(0)),
      atMost('memory more than before, in MB', Math.max(0, Math.round(after - before)), GROWTH_MEGABYTES),
      exactly('calls left open', await openCalls(cluster), 0),
      exactly('servers that ended by themselves', crashesOf(cluster), 0),
    ];
  } finally {
    await cluster.stop();
  }
}

async function figuresOf(cluster: Cluster, kind: Trouble, times: number): Promise<Figure[]> {
  const { outcomes, slowest } = await callMany(cluster, kind, times);
  const others = [...outcomes].filter(([outcome]) => !expected[kind].includes(outcome));
  return [
    seen(`${kind}: ${times} calls`, counted(outcomes)),
    exactly('  told something else', others.length, 0),
    atMost('  the longest took', slowest / 1_000, LONGEST_SECONDS, ' s'),
  ];
}

/** As many of each app at once, and after them one call of each that goes well. */
async function callMany({ customer }: Cluster, kind: Trouble, times: number) {
  const outcomes = new Map<string, number>();
  let slowest = 0;
  const calls = Array.from({ length: times }, async (_, turn) => {
    const app = APPS[turn % APPS.length]!;
    const started = performance.now();
    const name = Math.floor(turn / APPS.length) % 2 ? `${app}-read-trouble` : `${app}-write-trouble`;
    const { body } = await customer.call(USER, name, { kind });
    count(outcomes, String(body['network_code'] ?? body['code'] ?? body['error']));
    slowest = Math.max(slowest, performance.now() - started);
  });
  await Promise.all(calls);
  for (const app of APPS) await customer.call(USER, `${app}-list-entries`, {});
  return { outcomes, slowest };
}

async function openCalls({ sql }: Cluster): Promise<number> {
  return Number((await sql(`select count(*) from function_calls where status = 'sent'`))[0]?.['count']);
}
