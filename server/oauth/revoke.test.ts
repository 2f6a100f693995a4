import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { OAuth2Scheme } from '#connectors/kit/connector.ts';
import { decideConsent } from '#sandbox/consent-robot.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import { answerTo, startConnectWorld, underWay, type ConnectWorld } from '../testing/connect-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import type { TestUser } from '../testing/test-user.ts';
import { credentialsOf } from './credentials-of.ts';
import { revokeCredentials, revokeTokens } from './revoke.ts';
import { endpointsOf } from './token-endpoint.ts';

describeOnEachDatabase('disconnecting', (openTestDatabase) => {
  let world: ConnectWorld;
  let ann: TestUser;

  beforeAll(async () => {
    world = await startConnectWorld(await openTestDatabase(), [fakeConnector({ name: 'keyed' })]);
  });
  beforeEach(async () => {
    world.rogue.reset();
    ann = await world.signIn();
  });

  async function connect(app: 'strict' | 'rogue'): Promise<AccountRow> {
    const { url } = await underWay(ann, world.acme, app);
    await ann.browser.open(app === 'strict' ? await decideConsent(url.href) : answerTo(url, { code: 'c' }));
    const [account] = await world.accountsOf(ann);
    return account!;
  }

  const schemeOfRogue = (): OAuth2Scheme => world.services.catalogue.findApp('rogue').connector.auth[0] as OAuth2Scheme;

  test('takes the tokens back at the third party', async () => {
    const account = await connect('strict');
    const credentials = await credentialsOf(world.services, account);
    const me = () =>
      fetch(`${world.sandbox.origin}/api/me`, {
        headers: { authorization: `Bearer ${credentials.type === 'oauth2' ? credentials.accessToken : ''}` },
      });
    expect((await me()).status).toBe(200);
    const before = world.sandbox.revocations();
    expect((await ann.api('DELETE', `/connected-accounts/${account.id}`)).status).toBe(200);
    expect(world.sandbox.revocations()).toBe(before + 2);
    expect((await me()).status).toBe(401);
    expect(await world.accountsOf(ann)).toEqual([]);
  });

  test('works as well where the third party does not answer', async () => {
    const account = await connect('rogue');
    world.rogue.answerRevocation = () => ({ status: 503, body: 'down' });
    expect((await ann.api('DELETE', `/connected-accounts/${account.id}`)).status).toBe(200);
    expect(await world.accountsOf(ann)).toEqual([]);
  });

  test('is confirmed by what the third party says of the refresh token', async () => {
    const account = await connect('rogue');
    expect(await revokeCredentials(world.services, account)).toBe(true);
    expect(world.rogue.revoked).toEqual(['refresh-1', 'access-1']);
    world.rogue.answerRevocation = () => ({ status: 400, body: { error: 'unsupported_token_type' } });
    expect(await revokeCredentials(world.services, account)).toBe(false);
  });

  test('takes back the further tokens of the scheme, which the connector had too', async () => {
    const well = world.rogue.answerToken;
    world.rogue.answerToken = async (request) => {
      const { body } = await well(request);
      return { body: { ...(body as object), authed_user: { id: 'U1', access_token: 'user-1' } } };
    };
    const account = await connect('rogue');
    expect(await credentialsOf(world.services, account)).toMatchObject({
      accessToken: 'access-1',
      extra: { authed_user: { id: 'U1', access_token: 'user-1' } },
    });
    expect(await revokeCredentials(world.services, account)).toBe(true);
    expect(world.rogue.revoked).toEqual(['refresh-1', 'access-1', 'user-1']);
  });

  test('leaves a token that others share, and takes back what is the user’s own', async () => {
    const scheme: OAuth2Scheme = {
      ...schemeOfRogue(),
      tokenReply: { furtherTokens: ['/authed_user/access_token'], shared: true },
    };
    const endpoints = endpointsOf(scheme, { id: 'client', secret: 'client-secret' }, world.services.egress);
    const extra = { authed_user: { access_token: 'user-1' } };
    const stored = { type: 'oauth2', scheme: 'oauth2', accessToken: 'bot-1', tokenType: 'bearer', extra } as const;
    expect(await revokeTokens(scheme, endpoints, stored)).toBe(true);
    expect(world.rogue.revoked).toEqual(['user-1']);
  });

  test('takes back what there is', async () => {
    world.rogue.answerToken = () => ({ body: { access_token: 'access-1', token_type: 'bearer' } });
    const account = await connect('rogue');
    expect(await revokeCredentials(world.services, account)).toBe(true);
    expect(world.rogue.revoked).toEqual(['access-1']);
  });

  test('is not confirmed where the third party has no way of taking tokens back', async () => {
    const { revocationUrl: _none, ...scheme } = schemeOfRogue();
    const endpoints = endpointsOf(scheme, { id: 'client', secret: 'client-secret' }, world.services.egress);
    const stored = { type: 'oauth2', scheme: 'oauth2', accessToken: 'a', tokenType: 'bearer', extra: {} } as const;
    expect(await revokeTokens(scheme, endpoints, stored)).toBe(false);
    const shared = { ...schemeOfRogue(), tokenReply: { shared: true } } as const;
    expect(
      await revokeTokens(shared, endpointsOf(shared, { id: 'c', secret: null }, world.services.egress), stored),
    ).toBe(false);
    expect(world.rogue.revoked).toEqual([]);
  });

  test('is in the log where it was not confirmed, without a token', async () => {
    const account = await connect('rogue');
    const warn = vi.fn();
    const services = { ...world.services, log: { ...world.services.log, warn } };
    const fields = { workspaceId: world.acme.id, accountId: account.id, app: 'rogue' };
    await revokeCredentials(services, account);
    expect(warn).not.toHaveBeenCalled();
    world.rogue.answerRevocation = () => ({ status: 503, body: 'down' });
    await revokeCredentials(services, account);
    expect(warn.mock.calls).toEqual([['the third party has not revoked the tokens', fields]]);
    await revokeCredentials(services, { ...account, external_id: 'moved' });
    expect(warn).toHaveBeenLastCalledWith('the tokens could not be revoked', { ...fields, error: expect.any(Error) });
  });

  test('has nothing to take back for an API token', async () => {
    const id = await ann.startAttempt('keyed');
    await ann.api('POST', `/connect-attempts/${id}/credentials`, { scheme: 'api_token', values: { token: 't' } });
    const [account] = await world.accountsOf(ann);
    expect(await revokeCredentials(world.services, account!)).toBe(true);
    expect(world.rogue.revoked).toEqual([]);
  });

  test('does not fail over credentials that cannot be read any more', async () => {
    const account = await connect('rogue');
    expect(await revokeCredentials(world.services, { ...account, external_id: 'moved' })).toBe(false);
    expect(world.rogue.revoked).toEqual([]);
  });
});
