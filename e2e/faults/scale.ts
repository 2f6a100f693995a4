/** How many of something, in a run of the size that was asked for; at least one. */
export type Scale = (count: number) => number;

export function scaleBy(factor: number): Scale {
  return (count) => Math.max(1, Math.round(count * factor));
}
