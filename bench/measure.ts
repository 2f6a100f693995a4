/** The middle of the numbers: one slow round says more about the machine than about what is measured. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 3 : 0)} ms`;
}

/** One line of the result: what was measured, how long it took, and that as a multiple of something simpler. */
export function printRow(name: string, value: number, note = ''): void {
  console.log(`  ${name.padEnd(44)}${milliseconds(value).padStart(10)}  ${note}`);
}
