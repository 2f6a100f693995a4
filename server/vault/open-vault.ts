import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import { givenKeys } from './given-keys.ts';
import { keyFile } from './key-file.ts';
import type { KeyRing } from './key-ring.ts';
import { keyService } from './key-service.ts';
import { vaultUnder, type Vault } from './vault.ts';
import { isMissing } from './whole-file.ts';

type VaultConfig = Pick<Config, 'vaultKeys' | 'vaultModule' | 'dataDir'>;

/**
 * The vault under the keys of VAULT_MODULE, of VAULT_KEY or, without them, of the key file in the data folder, which is
 * made if need be.
 */
export async function openVault(config: VaultConfig): Promise<Vault> {
  const { vaultModule } = config;
  if (vaultModule === undefined) return vaultUnder(givenRing(config) ?? (await keyFile(fileOf(config))));
  return vaultUnder(await keyService(vaultModule, givenRing(config) ?? (await fileIfThere(config))));
}

function givenRing({ vaultKeys }: VaultConfig): KeyRing | undefined {
  return vaultKeys && givenKeys(vaultKeys);
}

/** Beside a service a file is only read: it may hold the keys from before. */
async function fileIfThere(config: VaultConfig): Promise<KeyRing | undefined> {
  try {
    await access(fileOf(config));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return keyFile(fileOf(config));
}

function fileOf({ dataDir }: VaultConfig): string {
  return path.join(dataDir, 'vault.key');
}
