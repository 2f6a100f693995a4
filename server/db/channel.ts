/** A channel's name as it is written in our code: one that means the same with and without quotes. */
export function checkedChannel(name: string): string {
  if (!/^[a-z][a-z_]{0,62}$/.test(name)) throw new TypeError(`"${name}" cannot name a channel: use a-z and _ only.`);
  return name;
}
