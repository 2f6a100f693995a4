import * as z from 'zod';
import { DomainError } from '../../errors.ts';
import { isChangeable, type ChangeableKeyRing } from '../../vault/key-ring.ts';
import type { Vault } from '../../vault/vault.ts';
import { defineCommand } from '../command.ts';

/** A new key in the key file, which seals from now on. The others still open what they have sealed. */
export const vaultAddKey = defineCommand({
  input: z.object({}),
  output: z.object({ key: z.string() }),
  run: async ({ vault }) => ({ key: await changeable(vault).add() }),
});

/** Throws `not_supported` where the keys are not in a file of ours. */
export function changeable({ keys }: Vault): ChangeableKeyRing {
  if (isChangeable(keys)) return keys;
  throw new DomainError(
    'not_supported',
    'The keys come from VAULT_KEY or VAULT_MODULE: change them there and restart every server (docs/vault.md).',
  );
}
