import { median, printRow } from '../measure.ts';

const ROUNDS = 31;

export interface Comparison {
  title: string;
  /** What the call is set against, and its name */
  floor: { name: string; call: () => Promise<unknown> };
  ours: { name: string; call: () => Promise<unknown> };
  /** How many calls make a round */
  calls: number;
  /** The ratio that is not to be exceeded */
  budget: number;
}

/**
 * Measures both round by round, so that a slow moment of the machine falls on both; the first two rounds warm both up. Prints
 * the ratio and the milliseconds that ours adds. False where the budget is exceeded.
 */
export async function compare({ title, floor, ours, calls, budget }: Comparison): Promise<boolean> {
  const below: number[] = [];
  const above: number[] = [];
  for (let round = -2; round < ROUNDS; round++) {
    const [simple, called] = [await timed(floor.call, calls), await timed(ours.call, calls)];
    if (round < 0) continue;
    below.push(simple);
    above.push(called);
  }
  const ratio = median(above.map((value, round) => value / below[round]!));
  const added = median(above.map((value, round) => value - below[round]!));
  console.log(`Calls: ${title} (${ROUNDS} rounds of ${calls})`);
  printRow(floor.name, median(below));
  printRow(ours.name, median(above), `${ratio.toFixed(2)} × ${floor.name}, ${added.toFixed(3)} ms more`);
  if (ratio > budget) console.log(`  TOO SLOW: the budget is ${budget} × ${floor.name}`);
  return ratio <= budget;
}

/** Milliseconds per call */
async function timed(call: () => Promise<unknown>, calls: number): Promise<number> {
  const started = performance.now();
  for (let count = 0; count < calls; count++) await call();
  return (performance.now() - started) / calls;
}
