import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import { DomainError } from '../errors.ts';
import { KEY_BYTES } from './aes-gcm.ts';
import { createVault, type Vault } from './vault.ts';

/** The vault under VAULT_KEY or, without it, under the key file of the data folder, which is made if need be. */
export async function openVault({ vaultKey, dataDir }: Pick<Config, 'vaultKey' | 'dataDir'>): Promise<Vault> {
  return createVault(vaultKey ?? (await keyOfFile(path.join(dataDir, 'vault.key'))));
}

async function keyOfFile(file: string): Promise<Uint8Array> {
  const text = (await readIfThere(file)) ?? (await makeKeyFile(file));
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new DomainError(
    'invalid_environment',
    `${file} must hold ${KEY_BYTES} bytes in base64. Restore it from a backup.`,
  );
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The file appears complete and on disk, or not at all, and of two processes that make it at once one wins: whatever
 * is sealed with a key that is lost is lost too.
 */
async function makeKeyFile(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
  return readFile(file, 'utf8');
}
