import type { KeyRing } from './key-ring.ts';
import { localKey } from './keys.ts';

/** The ring of keys that are known from the start, oldest first. Each is 32 bytes. */
export function givenKeys(keys: readonly Uint8Array[]): KeyRing {
  const all = keys.map(localKey);
  const newest = all.at(-1);
  if (!newest) throw new RangeError('A vault needs a key.');
  return {
    newest: async () => newest,
    find: async (id) => all.find((key) => key.id === id),
    ids: async () => all.map((key) => key.id),
  };
}
