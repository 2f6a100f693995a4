import { describe, expect, test } from 'vitest';
import type { InvokeResult } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { withRetries, type Clock } from './retry.ts';

const START = Date.parse('2026-11-25T12:00:00Z');

/** Time passes only by waiting, and by what a try takes. */
class FakeClock implements Clock {
  time = START;
  readonly waits: number[] = [];
  readonly #random: number;

  constructor(random = 0) {
    this.#random = random;
  }

  now = () => this.time;
  random = () => this.#random;
  wait = async (ms: number) => {
    this.waits.push(ms);
    this.time += ms;
  };
}

type Step = number | { status: number; retryAfter?: string; hasWritten?: boolean } | Error;

/** Plays the steps, one a try, each of which takes `takes` milliseconds. */
async function play(steps: readonly Step[], { isSafe = true, clock = new FakeClock(), takes = 0 } = {}) {
  let tries = 0;
  const call = async (): Promise<InvokeResult> => {
    const step = steps[tries++]!;
    clock.time += takes;
    if (step instanceof Error) throw step;
    const answer = typeof step === 'number' ? { status: step } : step;
    return { output: `try ${tries}`, ...answer };
  };
  const rule = { isSafe, endsAt: START + 30_000, signal: new AbortController().signal };
  const outcome = await withRetries(rule, call, clock).then(
    ({ status, output }) => ({ status, output }),
    (error: { code: string }) => error.code,
  );
  return { tries, waits: clock.waits, outcome };
}

const timeout = new ConnectorError('provider_timeout', '');
const unreachable = new ConnectorError('provider_unreachable', '');
const wait = (retryAfter: string, status = 429) => ({ status, retryAfter });

describe('a call that may be repeated', () => {
  test.each<[string, readonly Step[]]>([
    ['500', [500, 200]],
    ['502', [502, 200]],
    ['503', [503, 200]],
    ['504', [504, 200]],
    ['a proxy’s 522', [522, 200]],
    ['429', [429, 200]],
    ['429 after something was written', [{ status: 429, hasWritten: true }, 200]],
    ['a timeout', [timeout, 200]],
    ['a lost connection', [unreachable, 200]],
  ])('is repeated after %s', async (_what, steps) => {
    expect(await play(steps)).toMatchObject({ tries: 2, outcome: { status: 200, output: 'try 2' } });
  });

  test.each<[Step, unknown]>([
    [200, 200],
    [302, 302],
    [400, 400],
    [401, 401],
    [404, 404],
    [501, 501],
    [505, 505],
    [new ConnectorError('egress_blocked', ''), 'egress_blocked'],
    [new ConnectorError('response_too_large', ''), 'response_too_large'],
    [new TypeError('a bug'), undefined],
  ])('is not repeated after %s', async (step, expected) => {
    const { tries, outcome } = await play([step, 200]);
    expect(tries).toBe(1);
    expect(typeof outcome === 'object' ? outcome.status : outcome).toBe(expected);
  });

  test('is made three times at most, and has the outcome of the last', async () => {
    expect(await play([503, 502, 500, 200])).toMatchObject({ tries: 3, outcome: { status: 500, output: 'try 3' } });
    expect(await play([503, timeout, unreachable])).toMatchObject({ tries: 3, outcome: 'provider_unreachable' });
    expect(await play([timeout, 503, 404])).toMatchObject({ tries: 3, outcome: { status: 404, output: 'try 3' } });
  });
});

describe('a call that may not be repeated', () => {
  test('is repeated after 429, by which nothing was done', async () => {
    expect(await play([429, wait('2'), 201], { isSafe: false })).toMatchObject({ tries: 3, outcome: { status: 201 } });
  });

  test.each<[Step, unknown]>([
    [500, { status: 500 }],
    [wait('1', 503), { status: 503 }],
    [{ status: 429, hasWritten: true }, { status: 429 }],
    [timeout, 'provider_timeout'],
    [unreachable, 'provider_unreachable'],
  ])('is made once where %o', async (step, outcome) => {
    const played = await play([step, 200], { isSafe: false });
    expect(played.tries).toBe(1);
    expect(played.outcome).toEqual(typeof outcome === 'object' ? expect.objectContaining(outcome) : outcome);
  });
});

describe('the wait before the next try', () => {
  test.each([
    [0, [0, 0]],
    [0.5, [250, 500]],
    [0.999, [499.5, 999]],
  ])('is anywhere up to a bound that doubles: %d', async (random, waits) => {
    expect((await play([503, 503, 503], { clock: new FakeClock(random) })).waits).toEqual(waits);
  });

  test.each<[string, number]>([
    ['7', 7_000],
    [' 0 ', 0],
    ['Wed, 25 Nov 2026 12:00:05 GMT', 5_000],
    ['Wed, 25 Nov 2026 11:00:00 GMT', 0],
    ['soon', 0],
    ['-5', 0],
    ['1.5', 1_500],
    ['1.5.1', 0],
    ['', 0],
  ])('after Retry-After: %s is %d ms', async (header, expected) => {
    expect((await play([wait(header), 200])).waits).toEqual([expected]);
  });

  test('adds jitter to what the app asks for, so that callers do not come back as one', async () => {
    expect((await play([wait('2'), 200], { clock: new FakeClock(0.5) })).waits).toEqual([2_250]);
  });

  test.each(['30', '3600', '99999999999999999999', 'Wed, 25 Nov 2026 13:00:00 GMT'])(
    'is not begun where Retry-After: %s does not fit into the time left',
    async (header) => {
      expect(await play([wait(header), 200])).toMatchObject({ tries: 1, waits: [], outcome: { status: 429 } });
    },
  );

  test('fits as long as a try does after it', async () => {
    expect((await play([wait('29'), 200])).tries).toBe(2);
    expect((await play([wait('29'), 200], { takes: 1 })).tries).toBe(1);
  });

  test('is not begun where the tries have used up the time', async () => {
    expect(await play([503, 503, 200], { takes: 14_800 })).toMatchObject({ tries: 2, outcome: { status: 503 } });
  });
});
