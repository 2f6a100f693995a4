/**
 * Runs in the host page: calls every method of the SDK with what no one should pass, in each argument's place. Most of
 * these values cannot cross into the page from a test, so they are made here.
 */
interface Misuse {
  method: string;
  value: string;
  /** The code it rejected with, `resolved`, or what went wrong: `threw`, `no promise`, `no code`, `hung` */
  outcome: string;
}

interface WrongInput {
  /** Every method × every value × every position. `hungAfter` is in milliseconds. */
  callAll(name: string, hungAfter: number): Promise<Misuse[]>;
  /** Every value as the configuration, and as each field of a valid one. */
  constructAll(valid: Record<string, unknown>): Promise<Misuse[]>;
}

declare global {
  var wrongInput: WrongInput;
}

const cycle: { self?: unknown } = {};
cycle.self = cycle;

function deep(levels: number): object {
  let value: object = {};
  for (let level = 0; level < levels; level++) value = { in: value };
  return value;
}

/** Shared references: thirty small arrays that stand for 2³⁰ values. */
function bomb(): unknown[] {
  let value: unknown[] = [0];
  for (let level = 0; level < 30; level++) value = [value, value];
  return value;
}

const hostile = (): never => {
  throw new Error('A getter that throws');
};

const values: Record<string, () => unknown> = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  zero: () => 0,
  negative: () => -1,
  NaN: () => NaN,
  Infinity: () => Infinity,
  BigInt: () => 10n,
  symbol: () => Symbol('slack'),
  'empty string': () => '',
  whitespace: () => ' \t\n',
  '1 MB string': () => 'x'.repeat(1_000_000),
  'lone surrogate': () => '\ud800',
  'right-to-left override': () => '\u202esandbox',
  'zero width': () => 'sand\u200bbox',
  'not normalised': () => 'cafe\u0301',
  'path traversal': () => '../apps/sandbox/get',
  'line break': () => 'sandbox\r\nX-Injected: 1',
  'name of the prototype': () => '__proto__',
  'name of the constructor': () => 'constructor',
  array: () => [],
  'array of 100,000': () => Array.from({ length: 100_000 }, (_, index) => index),
  'array with holes': () => new Array(5),
  'object with __proto__ key': () =>
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  'object without prototype': () => Object.create(null),
  'object with toString': () => ({ toString: () => 'sandbox' }),
  'object with toJSON': () => ({ toJSON: () => 'sandbox' }),
  'object with BigInt': () => ({ value: 10n }),
  'object with NaN': () => ({ value: NaN }),
  'object with function': () => ({ value: () => undefined }),
  'object with getter': () => ({
    get name() {
      return hostile();
    },
  }),
  'object of 10,000 levels': () => deep(10_000),
  'object of 100 levels': () => deep(100),
  'object of 1 MB': () => ({ name: 'x'.repeat(1_000_000) }),
  'shared references': () => ({ name: bomb() }),
  cycle: () => cycle,
  function: () => () => 'sandbox',
  class: () => class {},
  'DOM node': () => document.body,
  window: () => window,
  event: () => new Event('click'),
  promise: () => Promise.resolve('sandbox'),
  'rejected promise': () => {
    const rejected = Promise.reject(new Error('Not ours'));
    rejected.catch(() => undefined);
    return rejected;
  },
  proxy: () => new Proxy({}, {}),
  'proxy that throws': () => new Proxy({}, { get: hostile, ownKeys: hostile, getPrototypeOf: hostile, has: hostile }),
  'revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  date: () => new Date(NaN),
  map: () => new Map([['name', 'sandbox']]),
  error: () => new Error('sandbox'),
  'array buffer': () => new ArrayBuffer(8),
  regular_expression: () => /sandbox/,
};

/** The valid arguments, so that each place can be the only wrong one. */
const validArguments: Record<string, unknown[]> = {
  connectApp: ['no-such-app'],
  disconnectApp: ['sandbox', '1'],
  isAppConnected: ['sandbox'],
  getConnectedAccounts: ['sandbox'],
  getFunction: ['sandbox-list-contacts'],
  invokeFunction: ['sandbox-list-contacts', {}, '1'],
};

async function judge(run: () => unknown, hungAfter: number): Promise<string> {
  let promise: unknown;
  try {
    promise = run();
  } catch {
    return 'threw';
  }
  if (!(promise instanceof Promise)) return 'no promise';
  let timer = 0;
  const hung = new Promise<string>((resolve) => (timer = window.setTimeout(resolve, hungAfter, 'hung')));
  const settled = promise.then(
    async (value) => {
      // A surface that is shown
      await (value as { close?(): Promise<void> } | null)?.close?.();
      return 'resolved';
    },
    (error: unknown) =>
      error instanceof Error && error.name === 'IntegryError'
        ? String((error as { code?: string }).code ?? 'no code')
        : 'no code',
  );
  const outcome = await Promise.race([settled, hung]);
  clearTimeout(timer);
  return outcome;
}

globalThis.wrongInput = {
  async callAll(name, hungAfter) {
    const sdk = globalThis.host.sdks[name] as unknown as Record<string, (...args: unknown[]) => unknown>;
    const methods = Object.keys(sdk).filter((key) => typeof sdk[key] === 'function' && key !== 'destroy');
    const misuses: Promise<Misuse>[] = [];
    const add = (method: string, value: string, args: unknown[]): void => {
      const outcome = judge(() => sdk[method]!(...args), hungAfter);
      misuses.push(outcome.then((found) => ({ method, value, outcome: found })));
    };
    for (const method of methods) {
      add(method, 'nothing', []);
      const valid = validArguments[method] ?? ['sandbox'];
      for (const [value, make] of Object.entries(values)) {
        for (let place = 0; place < valid.length; place++)
          add(method, `${value} at ${place}`, valid.with(place, make()));
        add(method, `${value} after the last`, [...valid, make()]);
      }
      // In turns: what is under test is each call, not how many fit at once.
      await Promise.all(misuses);
    }
    return Promise.all(misuses);
  },

  async constructAll(valid) {
    const configs = Object.entries(values).map(([value, make]): [string, unknown] => [value, make()]);
    for (const field of ['appKey', 'userId', 'hash', 'token', 'user', 'baseUrl']) {
      for (const [value, make] of Object.entries(values))
        configs.push([`${field}: ${value}`, { ...valid, [field]: make() }]);
    }
    const misuses: Misuse[] = [];
    for (const [value, config] of configs) {
      let sdk: { isAppConnected(app: string): unknown; destroy(): Promise<void> };
      try {
        sdk = new globalThis.IntegryJS(config);
      } catch {
        misuses.push({ method: 'new IntegryJS', value, outcome: 'threw' });
        continue;
      }
      misuses.push({
        method: 'new IntegryJS',
        value,
        outcome: await judge(() => sdk.isAppConnected('sandbox'), 15_000),
      });
      await sdk.destroy();
    }
    return misuses;
  },
};

export type { Misuse };
