/** One line of the result: what was seen, and what was promised of it. */
export interface Figure {
  what: string;
  value: string;
  promise: string;
  isKept: boolean;
}

export function exactly(what: string, value: number, promised: number): Figure {
  return { what, value: String(value), promise: `= ${promised}`, isKept: value === promised };
}

export function atMost(what: string, value: number, promised: number, unit = ''): Figure {
  const digits = Number.isInteger(value) ? 0 : 2;
  return { what, value: `${value.toFixed(digits)}${unit}`, promise: `≤ ${promised}${unit}`, isKept: value <= promised };
}

export function atLeast(what: string, value: number, promised: number): Figure {
  return { what, value: String(value), promise: `≥ ${promised}`, isKept: value >= promised };
}

/** Nothing is promised of it. */
export function seen(what: string, value: number | string): Figure {
  return { what, value: String(value), promise: '', isKept: true };
}

/** Of how many something was seen: `answered 9,980, outcome_unknown 20`. */
export function counted(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
}

export function count<Key>(counts: Map<Key, number>, key: Key): number {
  const value = (counts.get(key) ?? 0) + 1;
  counts.set(key, value);
  return value;
}

/** The value below which so many of a hundred lie; 0 of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}

export function printFigures(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}`);
  for (const { what, value, promise, isKept } of figures) {
    console.log(`  ${isKept ? ' ' : '✗'} ${what.padEnd(58)} ${value.padStart(12)}  ${promise}`);
  }
}
