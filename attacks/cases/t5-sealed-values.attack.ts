import { randomBytes } from 'node:crypto';
import { describe } from 'vitest';
import { createVault } from '#server/vault/vault.ts';
import { attack } from '../attack.ts';
import { sealsAreAuthenticated } from '../defences/vault.ts';

/** What an account's credentials look like, so that a change in the middle of them would be of use. */
const secret = JSON.stringify({ type: 'api_key', scheme: 'token', values: { token: 'A'.repeat(40) } });
const place = 'connected_accounts/1/7/slack/U1';
const vault = createVault(randomBytes(32));

/** What opens, if anything does: a whole or changed secret is worth something, and so is a part of it. */
async function opened(sealed: Uint8Array, context: string): Promise<string | undefined> {
  return vault.open(sealed, context).then(
    (text) => `It opens: ${text.slice(0, 12)}…`,
    () => undefined,
  );
}

describe('a sealed value', () => {
  const places = [
    ['connected_accounts/2/7/slack/U1', 'another workspace'],
    ['connected_accounts/1/8/slack/U1', 'another user'],
    ['connected_accounts/1/7/hubspot/U1', 'another app'],
    ['connected_accounts/1/7/slack/U2', 'another account'],
    ['connected_accounts/1/7/slack', 'a part of its place'],
    ['connected_accounts/1/7/slack/U1/x', 'more than its place'],
    ['oauth_clients/1/slack', 'an OAuth client'],
    ['app_secrets/1', 'an App-Secret'],
    ['connect_attempts/1/6f9619ff-8b86-4d01-b42d-00cf4fc964ff', 'a connect attempt'],
    ['webhook_endpoints/1/6f9619ff-8b86-4d01-b42d-00cf4fc964ff', 'a webhook endpoint'],
  ] as const;
  for (const [context, what] of places) {
    attack('T5', `copied to ${what}`, [sealsAreAuthenticated], async () =>
      opened(await vault.seal(secret, place), context),
    );
  }

  // In the secret: 12 bytes of nonce, the text, 16 of tag. Behind format (1), key id (8) and wrapped key (60).
  const start = 69 + 12;
  for (const [offset, what] of [
    [0, 'the first byte of the secret'],
    [10, 'the type of the credentials'],
    [30, 'the name of the scheme'],
    [55, 'the token'],
    [secret.length - 1, 'the last byte of the secret'],
  ] as const) {
    for (const bit of [1, 2, 4]) {
      attack('T5', `with bit ${bit} flipped in ${what}`, [sealsAreAuthenticated], async () => {
        const sealed = await vault.seal(secret, place);
        sealed[start + offset]! ^= bit;
        return opened(sealed, place);
      });
    }
  }
  for (let byte = 0; byte < 16; byte += 3) {
    attack('T5', `with byte ${byte} of its tag changed`, [sealsAreAuthenticated], async () => {
      const sealed = await vault.seal(secret, place);
      sealed[sealed.length - 16 + byte]! ^= 0x80;
      return opened(sealed, place);
    });
  }
  attack('T5', 'with a tag of zeros', [sealsAreAuthenticated], async () => {
    const sealed = await vault.seal(secret, place);
    sealed.fill(0, -16);
    return opened(sealed, place);
  });
  attack('T5', 'with the tag of another value', [sealsAreAuthenticated], async () => {
    const [sealed, other] = [await vault.seal(secret, place), await vault.seal(secret, place)];
    sealed.set(other.slice(-16), sealed.length - 16);
    return opened(sealed, place);
  });
  attack('T5', 'of which a block at the end was cut off', [sealsAreAuthenticated], async () => {
    const sealed = await vault.seal(secret, place);
    return opened(sealed.slice(0, -16), place);
  });
});
