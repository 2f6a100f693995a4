import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openVault } from './open-vault.ts';
import { createVault } from './vault.ts';

/** A service as an operator would write it; it wraps with what a real one would keep to itself, and adds 40 bytes. */
const service = `
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
const key = Buffer.alloc(32, 7);
const kms = {
  id: 'feedfacefeedface',
  overhead: 40,
  async wrap(dataKey, associated) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAAD(associated);
    return Buffer.concat([Buffer.alloc(this.overhead), nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
  },
  async unwrap(wrapped, associated) {
    const body = wrapped.subarray(this.overhead);
    const cipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, 12), { authTagLength: 16 });
    cipher.setAAD(associated).setAuthTag(body.subarray(-16));
    return Buffer.concat([cipher.update(body.subarray(12, -16)), cipher.final()]);
  },
};
`;
const whole = `${service}
export default async () => ({ newest: async () => kms, find: async (id) => (id === kms.id ? kms : undefined) });`;

describe('keys of a service', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'integry-service-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  async function moduleOf(text: string): Promise<string> {
    const file = path.join(dataDir, `${randomBytes(4).toString('hex')}.mjs`);
    await writeFile(file, text);
    return file;
  }

  it('seal and open, and leave no key on the disk', async () => {
    const vault = await openVault({ dataDir, vaultModule: await moduleOf(whole) });
    const sealed = await vault.seal('token', 'here');
    expect(sealed.length).toBe(1 + 8 + 2 + 100 + 28 + 'token'.length);
    expect(await vault.open(sealed, 'here')).toBe('token');
    expect(await vault.keys.ids()).toEqual(['feedfacefeedface']);
    await expect(vault.open(sealed, 'there')).rejects.toThrow('another place');
  });

  it('are as strict as our own: no bit may change, nothing may be cut', async () => {
    const vault = await openVault({
      dataDir,
      vaultModule: await moduleOf(whole.replace('overhead: 40', 'overhead: 0')),
    });
    const padded = await openVault({
      dataDir,
      vaultModule: await moduleOf(whole.replace('overhead: 40', 'overhead: 4')),
    });
    for (const each of [vault, padded]) {
      const sealed = await each.seal('token', 'here');
      // The four bytes that this service neither reads nor checks are its own affair.
      const ignored = each === padded ? [11, 12, 13, 14] : [];
      for (let bit = 0; bit < sealed.length * 8; bit++) {
        if (ignored.includes(bit >> 3)) continue;
        const changed = Uint8Array.from(sealed);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        await expect(each.open(changed, 'here'), `bit ${bit}`).rejects.toThrow();
      }
      for (let length = 0; length < sealed.length; length++) {
        await expect(each.open(sealed.subarray(0, length), 'here'), `${length} bytes`).rejects.toThrow();
      }
    }
  });

  it('take over from keys of ours, which still open what they have sealed', async () => {
    const vaultKey = randomBytes(32);
    const old = await createVault(vaultKey).seal('old', 'here');
    const inFile = await (await openVault({ dataDir })).seal('filed', 'here');
    const vaultModule = await moduleOf(whole);
    const given = await openVault({ dataDir, vaultKeys: [vaultKey], vaultModule });
    expect(await given.open(old, 'here')).toBe('old');
    const rewrapped = await given.rewrap(old);
    expect(await (await openVault({ dataDir, vaultModule })).open(rewrapped, 'here')).toBe('old');
    expect(await (await openVault({ dataDir, vaultModule })).open(inFile, 'here')).toBe('filed');
  });

  it.each([
    ['no module', 'this is no JavaScript'],
    ['a module without a default', 'export const x = 1;'],
    ['a service that lacks a method', 'export default () => ({ newest() {} });'],
    ['a service that is not there', 'export default () => { throw new Error("connect ECONNREFUSED"); };'],
  ])('need %s to be put right first', async (_what, text) => {
    const opening = openVault({ dataDir, vaultModule: await moduleOf(text) });
    await expect(opening).rejects.toMatchObject({
      code: 'invalid_environment',
      message: expect.stringContaining('VAULT_MODULE'),
    });
  });

  it.each([
    ['an id of another form', `${service} kms.id = '../../etc';`],
    ['no wrapped key', `${service} kms.wrap = async () => 'text';`],
    ['an empty one', `${service} kms.wrap = async () => new Uint8Array(0);`],
    ['one that is too long', `${service} kms.wrap = async () => new Uint8Array(65536);`],
  ])('are not believed with %s', async (_what, text) => {
    const vaultModule = await moduleOf(`${text}
      export default () => ({ newest: async () => kms, find: async () => kms });`);
    const vault = await openVault({ dataDir, vaultModule });
    await expect(vault.seal('token', 'here')).rejects.toThrow();
  });

  it.each(['new Uint8Array(16)', 'new Uint8Array(33)', '"x".repeat(32)', 'undefined'])(
    'are not believed with a data key that is %s',
    async (dataKey) => {
      const lying = `${service} kms.unwrap = async () => ${dataKey};
        export default () => ({ newest: async () => kms, find: async () => kms });`;
      const vault = await openVault({ dataDir, vaultModule: await moduleOf(lying) });
      const sealed = await vault.seal('token', 'here');
      await expect(vault.open(sealed, 'here')).rejects.toThrow();
    },
  );
});
