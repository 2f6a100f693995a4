import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { Breakers } from './breakers.ts';

const appOf = (name: string, hosts = ['api.example.com']) => {
  const connector = fakeConnector({ name, title: 'CRM' });
  return { id: 1, name, connector: { ...connector, manifest: { ...connector.manifest, hosts } } };
};
const crm = appOf('crm');

let breakers: Breakers;
let calls: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  breakers = new Breakers();
  calls = 0;
});
afterEach(() => vi.useRealTimers());

type Outcome = number | Error;

/** A call that comes to a status, or to an error; answers the status, or the error's code. */
async function use(outcome: Outcome, { app = crm, workspace = 1, account = 1 } = {}) {
  const call = async () => {
    calls += 1;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const guarded = {
    app,
    account: { workspace_id: workspace, id: account },
    isOutage: (status: number) => status === 503,
  };
  return breakers
    .run({ ...guarded, call })
    .catch((error: { code?: string; retryAfter?: number }) => ({ ...error, code: error.code }));
}
const unreachable = new ConnectorError('provider_unreachable', 'no');
const fail = async (times: number, outcome: Outcome = unreachable, of: Parameters<typeof use>[1] = {}) => {
  for (let time = 0; time < times; time += 1) await use(outcome, of);
};
const paused = expect.objectContaining({ code: 'provider_paused' });

test.each([
  ['an error', unreachable],
  ['a timeout', new ConnectorError('provider_timeout', 'late')],
  ['a status', 503],
])('five times %s in a row end the sending for five seconds', async (_what, outcome) => {
  await fail(5, outcome);
  expect(await use(200)).toMatchObject({ code: 'provider_paused', retryAfter: 5 });
  vi.advanceTimersByTime(3_500);
  expect(await use(200)).toMatchObject({ code: 'provider_paused', retryAfter: 2 });
  expect(calls).toBe(5);
  vi.advanceTimersByTime(1_500);
  expect(await use(200)).toBe(200);
  await fail(4, outcome);
  expect(await use(200)).toBe(200);
});

test('five at the same time do so too', async () => {
  await Promise.all(Array.from({ length: 5 }, () => use(unreachable)));
  expect(await use(200)).toEqual(paused);
});

test('a success in between, a refusal or a bug do not count', async () => {
  await fail(4);
  await use(200);
  await fail(4);
  await use(200);
  await fail(20, 404);
  await fail(20, 500);
  await fail(20, new ConnectorError('invalid_argument', 'no'));
  await fail(20, new TypeError('bug'));
  expect(await use(200)).toBe(200);
});

test('one call finds out whether it works again, and nobody waits for that one', async () => {
  await fail(5);
  vi.advanceTimersByTime(5_000);
  const trial = Promise.withResolvers<number>();
  const trying = breakers.run({ app: crm, account: { workspace_id: 1, id: 1 }, call: () => trial.promise });
  expect(await use(200)).toMatchObject({ code: 'provider_paused', retryAfter: 1 });
  trial.reject(unreachable);
  await expect(trying).rejects.toBe(unreachable);
  expect(await use(200)).toMatchObject({ code: 'provider_paused', retryAfter: 10 });
});

test('while it stays down it is asked once a minute', async () => {
  await fail(5);
  const pauses: (number | undefined)[] = [];
  for (let round = 0; round < 7; round += 1) {
    const refused = await use(200);
    const pause = typeof refused === 'object' ? refused.retryAfter : undefined;
    pauses.push(pause);
    vi.advanceTimersByTime((pause ?? 0) * 1_000);
    await use(unreachable);
  }
  expect(pauses).toEqual([5, 10, 20, 40, 60, 60, 60]);
  expect(calls).toBe(12);
});

test('others are not concerned', async () => {
  await fail(5);
  expect(await use(200, { workspace: 2 })).toBe(200);
  expect(await use(200, { app: appOf('chat') })).toBe(200);
  expect(await use(200, { account: 2 })).toEqual(paused);
});

test.each([['*'], ['*.example.com']])('an app at %s has a breaker for each account', async (host) => {
  const app = appOf('shop', [host]);
  await fail(5, unreachable, { app });
  expect(await use(200, { app })).toEqual(paused);
  expect(await use(200, { app, account: 2 })).toBe(200);
});
