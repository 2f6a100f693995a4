import * as z from 'zod';
import { keyUsage } from '../../vault/rotation/key-usage.ts';
import { defineCommand } from '../command.ts';

const Key = z.object({
  key: z.string(),
  /** `newest`: it seals. `missing`: what needs it cannot be opened */
  state: z.enum(['newest', 'older', 'missing']),
  /** How many sealed values need it */
  values: z.number(),
});

/** The vault's keys, and how many sealed values need each. An older one that none needs can be removed. */
export const vaultStatus = defineCommand({
  input: z.object({}),
  output: z.array(Key),
  run: async ({ db, vault }) => {
    const { id: newest } = await vault.keys.newest();
    const usage = await keyUsage(db);
    const ids = new Set([...(await vault.keys.ids()), ...usage.keys()]);
    return Promise.all(
      [...ids].map(async (key) => {
        const state = key === newest ? 'newest' : (await vault.keys.find(key)) ? 'older' : 'missing';
        return { key, state, values: usage.get(key) ?? 0 };
      }),
    );
  },
});
