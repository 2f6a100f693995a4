import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openVault } from './open-vault.ts';

describe('openVault', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = path.join(await mkdtemp(path.join(os.tmpdir(), 'integry-vault-')), 'data');
  });
  afterEach(() => rm(path.dirname(dataDir), { recursive: true }));

  it('makes a key file that only its owner can read, and uses it from then on', async () => {
    const sealed = await (await openVault({ dataDir })).seal('token', 'here');
    expect(await (await openVault({ dataDir })).open(sealed, 'here')).toBe('token');
    expect(await readdir(dataDir)).toEqual(['vault.key']);
    if (process.platform !== 'win32') expect((await stat(path.join(dataDir, 'vault.key'))).mode & 0o777).toBe(0o600);
  });

  it('agrees on one key when many start at once', async () => {
    const vaults = await Promise.all(Array.from({ length: 20 }, () => openVault({ dataDir })));
    const sealed = await vaults[0]!.seal('token', 'here');
    for (const vault of vaults) expect(await vault.open(sealed, 'here')).toBe('token');
    expect(await readdir(dataDir)).toEqual(['vault.key']);
  });

  it('takes the key of the configuration and leaves no file', async () => {
    const vaultKeys = [randomBytes(32)];
    const sealed = await (await openVault({ dataDir, vaultKeys })).seal('token', 'here');
    expect(await (await openVault({ dataDir, vaultKeys })).open(sealed, 'here')).toBe('token');
    await expect(stat(path.join(dataDir, 'vault.key'))).rejects.toThrow('ENOENT');
  });

  it('refuses a key file that is damaged, and keeps it', async () => {
    await openVault({ dataDir });
    await writeFile(path.join(dataDir, 'vault.key'), 'c2hvcnQ=');
    await expect(openVault({ dataDir })).rejects.toMatchObject({ code: 'invalid_environment' });
  });
});
