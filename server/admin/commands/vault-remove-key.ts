import * as z from 'zod';
import { DomainError } from '../../errors.ts';
import { keyUsage } from '../../vault/rotation/key-usage.ts';
import { defineCommand } from '../command.ts';
import { changeable } from './vault-add-key.ts';

/** Takes an older key out of the key file, if nothing needs it any more. Backups of the database still do. */
export const vaultRemoveKey = defineCommand({
  input: z.object({ key: z.string().regex(/^[\da-f]{16}$/, 'must be the id of a key (see: vault status)') }),
  output: z.object({ key: z.string() }),
  run: async ({ db, vault }, { key }) => {
    const ring = changeable(vault);
    const needed = (await keyUsage(db)).get(key) ?? 0;
    if (needed > 0) {
      throw new DomainError('invalid_argument', `The key ${key} is needed by ${needed} values. First: vault rotate`);
    }
    await ring.remove(key);
    return { key };
  },
});
