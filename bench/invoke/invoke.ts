import { percentile } from '../../e2e/faults/figures.ts';
import { startTargets, type Target } from './targets.ts';

const ROUNDS = 20;
const CALLS_A_ROUND = 25;
const CALLERS = 16;
const CALLS_AT_ONCE = 600;

/**
 * What `invokeFunction` costs over HTTP with everything on: session, limits, idempotency key, intent, log, guarded way out. Each
 * round asks every target in turn, so that a slow moment of the machine falls on all. Nothing is a budget here.
 */
export async function benchInvoke(): Promise<boolean> {
  const targets = await startTargets();
  try {
    const latencies = new Map<Target, number[]>(targets.map((target) => [target, []]));
    for (let round = -3; round < ROUNDS; round++) {
      for (const target of targets) {
        const times = await oneByOne(target);
        if (round >= 0) latencies.get(target)?.push(...times);
      }
    }
    console.log(
      `Invoke: ${ROUNDS * CALLS_A_ROUND} calls one by one, then ${CALLS_AT_ONCE} by ${CALLERS} callers, on one machine`,
    );
    const direct = percentile(latencies.get(targets[0]!) ?? [], 50);
    for (const target of targets) await print(target, latencies.get(target) ?? [], direct);
    return true;
  } finally {
    for (const target of targets.toReversed()) await target.stop();
  }
}

async function print(target: Target, times: number[], direct: number): Promise<void> {
  const [p50, p99] = [percentile(times, 50), percentile(times, 99)];
  const columns = [
    `${p50.toFixed(2)} ms`,
    `p99 ${p99.toFixed(2)} ms`,
    `${(p50 / direct).toFixed(1)} ×`,
    `+${(p50 - direct).toFixed(2)} ms`,
    `${(await callsPerSecond(target)).toFixed(0)} calls/s`,
  ];
  console.log(`  ${target.name.padEnd(28)}${columns.map((column) => column.padStart(16)).join('')}`);
}

async function oneByOne({ call }: Target): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < CALLS_A_ROUND; count++) {
    const started = performance.now();
    await call();
    times.push(performance.now() - started);
  }
  return times;
}

async function callsPerSecond({ call }: Target): Promise<number> {
  let left = CALLS_AT_ONCE;
  const caller = async (): Promise<void> => {
    while (left-- > 0) await call();
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return CALLS_AT_ONCE / ((performance.now() - started) / 1_000);
}
