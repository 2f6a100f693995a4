/** The name that a mistyped one was most likely meant to be; undefined where none is close. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const ranked = names
    .map((each) => ({ each, far: distance(wanted, each.toLowerCase()) }))
    .toSorted((one, other) => one.far - other.far);
  const [best] = ranked;
  return best && best.far <= Math.max(2, best.each.length / 3) ? best.each : undefined;
}

/** How many letters differ (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (const [column, against] of [...other].entries()) {
      const change = row[column]! + (letter === against ? 0 : 1);
      next.push(Math.min(change, row[column + 1]! + 1, next[column]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
