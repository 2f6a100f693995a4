import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyFile } from './key-file.ts';
import { isChangeable } from './key-ring.ts';
import { vaultUnder, type Vault } from './vault.ts';

describe('a key file', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'integry-keys-'));
    file = path.join(folder, 'vault.key');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A vault and its ring, as another process has them. */
  async function open() {
    const ring = await keyFile(file);
    return { ring, vault: vaultUnder(ring) };
  }
  const keyOf = (sealed: Uint8Array) => Buffer.from(sealed.subarray(1, 9)).toString('hex');
  const sealedBy = async (vault: Vault) => keyOf(await vault.seal('token', 'here'));

  it('takes a further key, which seals from now on, in every process that has the file open', async () => {
    const [here, there] = [await open(), await open()];
    const old = await there.vault.seal('old', 'here');
    const key = await here.ring.add();
    expect(await here.ring.ids()).toEqual([keyOf(old), key]);
    expect(await sealedBy(here.vault)).toBe(key);
    expect(await sealedBy(there.vault)).toBe(key);
    expect(await here.vault.open(old, 'here')).toBe('old');
    expect(await (await open()).vault.open(old, 'here')).toBe('old');
  });

  it('opens in one process what another has sealed with a key that is newer than its own', async () => {
    const [here, there] = [await open(), await open()];
    await here.ring.add();
    const sealed = await here.vault.seal('new', 'here');
    expect(await there.vault.open(sealed, 'here')).toBe('new');
  });

  it('forgets a key: what that has sealed is gone', async () => {
    const { ring, vault } = await open();
    const old = await vault.seal('old', 'here');
    const key = await ring.add();
    await ring.remove(keyOf(old));
    expect(await ring.ids()).toEqual([key]);
    const opening = (await open()).vault.open(old, 'here');
    await expect(opening).rejects.toMatchObject({
      code: 'invalid_environment',
      message: expect.stringContaining(keyOf(old)),
    });
  });

  it('keeps the key that seals, and knows which keys it has not', async () => {
    const { ring } = await open();
    const [only = ''] = await ring.ids();
    await expect(ring.remove(only)).rejects.toMatchObject({ code: 'invalid_argument' });
    await expect(ring.remove('0'.repeat(16))).rejects.toMatchObject({ code: 'not_found' });
    expect(await ring.ids()).toEqual([only]);
    expect(await readdir(folder)).toEqual(['vault.key']);
  });

  it('loses no key where many add one at once: each is there, or was refused', async () => {
    const { ring } = await open();
    const added = await Promise.allSettled(Array.from({ length: 10 }, async () => (await open()).ring.add()));
    const done = added.filter((outcome) => outcome.status === 'fulfilled').length;
    const refused = added.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
    expect(done).toBeGreaterThan(0);
    for (const reason of refused) {
      expect(reason).toMatchObject({ code: 'invalid_environment', message: expect.stringContaining('vault.key.lock') });
    }
    expect(await ring.ids()).toHaveLength(1 + done);
    expect(await readdir(folder)).toEqual(['vault.key']);
  });

  it.runIf(process.platform !== 'win32')('stays readable by its owner only', async () => {
    const { ring } = await open();
    await ring.add();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['empty', () => ''],
    ['cut', (text: string) => text.slice(0, -5)],
    ['another text', () => 'no keys\n'],
    ['a short key', (text: string) => `${text}c2hvcnQ=\n`],
  ])('that has become %s is refused, and left as it is', async (_what, damage) => {
    const { ring, vault } = await open();
    const damaged = damage(await readFile(file, 'utf8'));
    await writeFile(file, damaged);
    await expect(vault.seal('token', 'here')).rejects.toMatchObject({ code: 'invalid_environment' });
    await expect(ring.add()).rejects.toMatchObject({ code: 'invalid_environment' });
    await expect(open()).rejects.toMatchObject({ code: 'invalid_environment' });
    expect(await readFile(file, 'utf8')).toBe(damaged);
  });

  it('that is gone is not made anew by a server that has it open', async () => {
    const { vault } = await open();
    const sealed = await vault.seal('token', 'here');
    await rm(file);
    await expect(vault.seal('token', 'here')).rejects.toMatchObject({ code: 'invalid_environment' });
    expect(await vault.open(sealed, 'here')).toBe('token');
    expect(await readdir(folder)).toEqual([]);
  });

  it('is read with blank lines and spaces, as an editor may leave them', async () => {
    const [one, two] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
    await writeFile(file, `${one}  \r\n   \r\n  ${two}\r\n`);
    expect(await (await open()).ring.ids()).toHaveLength(2);
    expect(isChangeable((await open()).ring)).toBe(true);
  });

  it('says what else is in the way than a missing file, and makes nothing there', async () => {
    await writeFile(file, 'no folder');
    await expect(keyFile(path.join(file, 'vault.key'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    expect(await readdir(folder)).toEqual(['vault.key']);
  });

  it('says what else is in the way of a change than another one', async () => {
    const { ring } = await open();
    await rm(folder, { recursive: true });
    await expect(ring.add()).rejects.toMatchObject({ code: 'ENOENT' });
    await mkdir(folder);
  });
});
