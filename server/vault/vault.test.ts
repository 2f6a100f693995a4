import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { givenKeys } from './given-keys.ts';
import { isChangeable } from './key-ring.ts';
import { localKey } from './keys.ts';
import { createVault, vaultUnder } from './vault.ts';

const place = 'connected_accounts/1/7/slack/U1';
const key = randomBytes(32);
const vault = createVault(key);

describe('a vault', () => {
  it.each(['', 'token', JSON.stringify({ accessToken: 'ü🔑', nested: [1, null] }), 'x'.repeat(1_000_000), '\ufeffbom'])(
    'opens what it sealed',
    async (plaintext) => {
      expect(await vault.open(await vault.seal(plaintext, place), place)).toBe(plaintext);
    },
  );

  it('never seals the same way twice', async () => {
    const values = await Promise.all(Array.from({ length: 50 }, () => vault.seal('token', place)));
    expect(new Set(values.map((value) => Buffer.from(value).toString('hex'))).size).toBe(50);
  });

  it('shows nothing of the secret, the key or the place in what is stored', async () => {
    const sealed = Buffer.from(await vault.seal('canary-secret', place));
    for (const text of ['canary', 'slack']) expect(sealed.includes(text)).toBe(false);
    expect(sealed.includes(key.subarray(0, 8))).toBe(false);
  });

  it.each([
    'connected_accounts/1/8/slack/U1',
    'connected_accounts/2/7/slack/U1',
    'connected_accounts/1/7/jira/U1',
    'oauth_clients/1/slack',
    `${place} `,
  ])('refuses a value that was copied to another row: %s', async (other) => {
    const sealed = await vault.seal('token', place);
    await expect(vault.open(sealed, other)).rejects.toThrow('belongs to another place');
  });

  it('refuses a value with any single bit flipped', async () => {
    const sealed = await vault.seal('a secret of some length', place);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      await expect(vault.open(changed, place), `bit ${bit}`).rejects.toThrow();
      await expect(
        vault.rewrap(changed).then((value) => vault.open(value, place)),
        `bit ${bit}`,
      ).rejects.toThrow();
    }
  });

  it('refuses a value that was cut or extended', async () => {
    const sealed = await vault.seal('token', place);
    for (let length = 0; length < sealed.length; length++) {
      const isTooShort = length < 69 + 28;
      const reason = isTooShort ? 'not a sealed value' : 'was changed';
      await expect(vault.open(sealed.subarray(0, length), place), `${length} bytes`).rejects.toThrow(reason);
    }
    await expect(vault.open(Buffer.concat([sealed, Uint8Array.of(0)]), place)).rejects.toThrow();
  });

  it('binds a data key to the id of the key that has wrapped it', async () => {
    const wrapping = localKey(key);
    // A ring that has this key under every id
    const any = vaultUnder({
      newest: async () => wrapping,
      find: async () => wrapping,
      ids: async () => [wrapping.id],
    });
    const sealed = await any.seal('token', place);
    expect(sealed[0]).toBe(1);
    sealed[4]! ^= 1;
    await expect(any.open(sealed, place)).rejects.toThrow('was changed');
  });

  it('wraps by no key that answers nothing, or more than has room', async () => {
    const answering = (length: number) => {
      const wrapping = {
        id: '0'.repeat(16),
        wrap: async () => new Uint8Array(length),
        unwrap: async () => randomBytes(32),
      };
      return vaultUnder({ newest: async () => wrapping, find: async () => wrapping, ids: async () => [wrapping.id] });
    };
    for (const length of [0, 65_536]) await expect(answering(length).seal('token', place)).rejects.toThrow('65535');
    for (const length of [1, 65_535]) {
      expect(await answering(length).seal('', place)).toHaveLength(1 + 8 + 2 + length + 28);
    }
  });

  it('knows its keys, and is none without one', async () => {
    const [old, newest] = [localKey(randomBytes(32)), localKey(key)];
    expect(() => givenKeys([])).toThrow('needs a key');
    const oldBytes = randomBytes(32);
    const ring = givenKeys([oldBytes, key]);
    expect(await ring.ids()).toEqual([localKey(oldBytes).id, newest.id]);
    expect(await ring.find(old.id)).toBeUndefined();
    expect(isChangeable(ring)).toBe(false);
    for (const half of [{ add: async () => '' }, { remove: async () => undefined }]) {
      expect(isChangeable({ ...ring, ...half })).toBe(false);
    }
  });

  it('refuses the wrapped key of one value with the secret of another', async () => {
    const [one, two] = await Promise.all([vault.seal('one', place), vault.seal('two', place)]);
    const mixed = Buffer.concat([one.subarray(0, 69), two.subarray(69)]);
    await expect(vault.open(mixed, place)).rejects.toThrow();
  });

  it('says which setting is wrong when the key is another one', async () => {
    const sealed = await vault.seal('token', place);
    await expect(createVault(randomBytes(32)).open(sealed, place)).rejects.toMatchObject({
      code: 'invalid_environment',
      message: expect.stringContaining('VAULT_KEY'),
    });
  });

  it('takes no key of another length and no empty place', async () => {
    expect(() => createVault(randomBytes(16))).toThrow('32 bytes');
    await expect(vault.seal('token', '')).rejects.toThrow('name it');
  });

  it('rotates: old values stay readable, and rewrapped ones need only the new key', async () => {
    const sealed = await vault.seal('token', place);
    const newKey = randomBytes(32);
    const rotating = createVault(newKey, [key]);
    expect(await rotating.open(sealed, place)).toBe('token');

    const rewrapped = await rotating.rewrap(sealed);
    const after = createVault(newKey);
    expect(await after.open(rewrapped, place)).toBe('token');
    await expect(after.open(sealed, place)).rejects.toThrow();
    await expect(vault.open(rewrapped, place)).rejects.toThrow();
    await expect(after.open(rewrapped, 'oauth_clients/1/slack')).rejects.toThrow();
  });
});
