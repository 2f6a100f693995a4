import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Cluster } from './cluster/cluster.ts';
import type { Answer } from './cluster/customer.ts';
import { count, counted, exactly, seen, type Figure } from './figures.ts';

/** A caller that has no answer by then counts as one that hangs. */
const SETTLED_WITHIN_MS = 120_000;
const RETRY_MS = 250;

interface Call {
  key: string;
  user: string;
  name: string;
}

/** Calls that change something, each under a key of its own, as a careful backend makes them: it repeats what broke. */
export class KeyedCalls {
  readonly #cluster: Cluster;
  readonly #users: readonly string[];
  /** Which in turn make an entry under a key */
  readonly #functions: readonly string[];
  /** By the key */
  readonly #acknowledged = new Map<string, Call & { entry: unknown }>();
  readonly #outcomes = new Map<string, number>();
  /** How often a repeat was needed, by what made it necessary */
  readonly #repeats = new Map<string, number>();
  #begun = 0;
  #made = 0;

  constructor(cluster: Cluster, users: readonly string[], functions = ['ledger-add-entry']) {
    this.#cluster = cluster;
    this.#users = users;
    this.#functions = functions;
  }

  /** How many have ended in whatever way. */
  get made(): number {
    return this.#made;
  }

  /** So many callers at a time, until there is enough. */
  async run(callers: number, isEnough: () => boolean, pauseMs = 0): Promise<void> {
    const call = async (): Promise<void> => {
      while (!isEnough()) {
        await this.#one();
        await wait(pauseMs);
      }
    };
    await Promise.all(Array.from({ length: callers }, call));
  }

  /** What has been promised of them; to be asked when all is calm again. */
  async figures(): Promise<Figure[]> {
    const { executions } = this.#cluster.provider;
    const twice = [...executions.values()].filter((times) => times > 1).length;
    return [
      seen('calls made', this.#made),
      seen('  of which', counted(this.#outcomes)),
      seen('  repeated because of', counted(this.#repeats)),
      ...(await this.#lost()),
      exactly('executed twice under one key', twice, 0),
      exactly('without an answer after two minutes', this.#outcomes.get('none') ?? 0, 0),
    ];
  }

  async #one(): Promise<void> {
    const turn = this.#begun++;
    const user = this.#users[turn % this.#users.length]!;
    const call = { key: randomUUID(), user, name: this.#functions[turn % this.#functions.length]! };
    const giveUpAt = performance.now() + SETTLED_WITHIN_MS;
    let outcome = 'none';
    while (outcome === 'none' && performance.now() < giveUpAt) {
      const answer = await this.#ask(call).catch(() => undefined);
      outcome = this.#outcomeOf(answer, call);
      if (outcome === 'none') await wait(RETRY_MS);
    }
    count(this.#outcomes, outcome);
    this.#made += 1;
  }

  #ask({ user, name, key }: Call): Promise<Answer> {
    return this.#cluster.customer.call(user, name, { key }, { key });
  }

  /** `none` where it is to be asked again. */
  #outcomeOf(answer: Answer | undefined, call: Call): string {
    if (answer?.status === 200) {
      const { network_code, output, error } = answer.body;
      if (!/^20[01]$/.test(String(network_code))) return `refused (${String(error ?? network_code)})`;
      this.#acknowledged.set(call.key, { ...call, entry: (output as { entry: unknown }).entry });
      return 'acknowledged';
    }
    const code = String(answer?.body['code'] ?? 'a broken connection');
    const isTransient = !answer || code === 'call_in_progress' || code === 'rate_limited' || answer.status === 503;
    if (!isTransient) return code;
    count(this.#repeats, code);
    return 'none';
  }

  /** Those that the provider has not seen, or of which the server does not know any more what it answered. */
  async #lost(): Promise<Figure[]> {
    const asked = [...this.#acknowledged];
    const lost = new Map<string, number>();
    const check = async (): Promise<void> => {
      for (let next = asked.pop(); next; next = asked.pop()) {
        const [key, { entry, ...call }] = next;
        const answer = await this.#askAgain(call);
        const kept = (answer?.body['output'] as { entry?: unknown } | undefined)?.entry;
        if (this.#cluster.provider.executions.get(key) === undefined) count(lost, 'never made');
        else if (kept !== entry) count(lost, String(answer?.body['code'] ?? answer?.status ?? 'no answer'));
      }
    };
    await Promise.all(Array.from({ length: 10 }, check));
    const total = [...lost.values()].reduce((sum, value) => sum + value, 0);
    const reasons = total > 0 ? [seen('  because of', counted(lost))] : [];
    return [exactly('acknowledged and lost', total, 0), ...reasons];
  }

  /** What a server says now, in spite of one that is not quite back yet. */
  async #askAgain(call: Call): Promise<Answer | undefined> {
    for (let tries = 0; tries < 20; tries++) {
      const answer = await this.#ask(call).catch(() => undefined);
      if (answer && answer.status < 500) return answer;
      await wait(RETRY_MS);
    }
    return undefined;
  }
}
