import * as z from 'zod';
import { keyUsage } from '../../vault/rotation/key-usage.ts';
import { rewrapAll } from '../../vault/rotation/rewrap-all.ts';
import { defineCommand } from '../command.ts';

/** Less than the time in which a running server has to have answered */
const LIMIT_MS = 20_000;

/**
 * Brings everything that an older key has sealed under the newest one, for 20 seconds at most: repeated, it goes on.
 * Servers can work meanwhile.
 */
export const vaultRotate = defineCommand({
  input: z.object({}),
  output: z.object({ newest: z.string(), rewrapped: z.number(), left: z.number() }),
  run: async ({ db, vault }) => {
    const rewrapped = await rewrapAll(db, vault, AbortSignal.timeout(LIMIT_MS));
    const { id: newest } = await vault.keys.newest();
    const usage = [...(await keyUsage(db))].filter(([key]) => key !== newest);
    return { newest, rewrapped, left: usage.reduce((sum, [, count]) => sum + count, 0) };
  },
});
