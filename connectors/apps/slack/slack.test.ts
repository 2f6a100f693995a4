import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallContext, Connector, Credentials, InvokeResult } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { loadPieceFolder } from '#connectors/pieces/load-piece-folder.ts';
import { describeFolder } from '#connectors/pieces/describe-folder.ts';
import { canIsolate } from '#connectors/pieces/worker/isolation.ts';
import { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';
import { startSlackServer, type SlackServer } from '#connectors/testing/slack-server/start-slack-server.ts';
import { startTlsFront, type TlsFront } from '#connectors/testing/tls-front.ts';

/** The published piece as it is, in a worker of its own, against a local Slack under the name slack.com. */

let server: SlackServer;
let front: TlsFront;
let workers: WorkerPool;
let connector: Connector;
let refused: string[];

beforeAll(async () => {
  server = await startSlackServer();
  front = await startTlsFront((host) => (host === 'slack.com' ? server.origin : undefined));
  const isolation = (await canIsolate('namespaces')) ? 'namespaces' : 'process';
  workers = new WorkerPool({ isolation, size: 2, extraCa: [front.authority] });
  await describeFolder(import.meta.dirname, workers);
  connector = await loadPieceFolder(import.meta.dirname, workers);
}, 60_000);
beforeEach(() => {
  refused = [];
  server.calls.splice(0);
});
afterAll(async () => {
  await workers.close();
  await front.close();
  await server.close();
});

const byToken = (botToken = server.token): Credentials => ({ scheme: 'custom', type: 'custom', values: { botToken } });

function contextFor(credentials: Credentials): CallContext {
  return {
    credentials,
    tenant: 'test',
    signal: AbortSignal.timeout(20_000),
    dial: (host, port) => {
      if (host === 'slack.com' && port === 443) return front.connect();
      refused.push(`${host}:${port}`);
      throw new ConnectorError('egress_blocked', `${host} is not there.`);
    },
    fetch: (request) => {
      const { origin, pathname, search } = new URL(request.url);
      if (origin !== 'https://slack.com') throw new ConnectorError('egress_blocked', `${origin} is not there.`);
      return fetch(new Request(server.origin + pathname + search, request));
    },
  };
}

const invoke = (name: string, input: JsonObject = {}, credentials = byToken()): Promise<InvokeResult> =>
  connector.invoke({ functionName: `slack-${name}`, input }, contextFor(credentials));

describe('connecting Slack', () => {
  it('by a bot token finds the workspace', async () => {
    expect(await connector.verify(contextFor(byToken()))).toEqual({
      externalId: 'T0NORTHWND:U0INTEGRYB',
      displayName: 'Northwind',
    });
  });

  it('by OAuth finds the same', async () => {
    const extra = { team: { id: 'T0NORTHWND', name: 'Northwind' }, authed_user: { id: 'U0SAM00001' } };
    const oauth: Credentials = {
      scheme: 'oauth2',
      type: 'oauth2',
      accessToken: server.token,
      tokenType: 'bearer',
      extra,
    };
    expect(await connector.verify(contextFor(oauth))).toEqual({
      externalId: 'T0NORTHWND:U0INTEGRYB',
      displayName: 'Northwind',
    });
    expect(await invoke('list-channels', {}, oauth)).toMatchObject({ status: 200, output: { count: 6 } });
  });

  it('by OAuth has the user’s token beside the bot’s, where Slack gave one', async () => {
    expect(connector.auth[0]).toMatchObject({
      authorizationParameters: { user_scope: expect.stringContaining('search:read') },
      tokenReply: { furtherTokens: ['/authed_user/access_token'] },
    });
    const extra = { team: { id: 'T0NORTHWND' }, authed_user: { id: 'U0SAM00001', access_token: server.userToken } };
    const oauth = { scheme: 'oauth2', type: 'oauth2', accessToken: server.token, tokenType: 'bearer', extra } as const;
    const message = { channel: 'C0SALES000', text: 'As Sam', sendAsUser: true };
    expect(await invoke('post-message', message, oauth)).toMatchObject({
      output: { message: { user: 'U0SAM00001' } },
    });
  });

  it('by a wrong token is refused, though Slack answers with status 200', async () => {
    const context = contextFor(byToken('wrong-token-4711'));
    const error = await connector.verify(context).catch((caught: ConnectorError) => caught);
    expect(error).toMatchObject({ code: 'credentials_rejected' });
    expect(String(error)).not.toContain('wrong-token-4711');
  });
});

describe('Slack functions', () => {
  it('post and change a message', async () => {
    const posted = await invoke('post-message', { channel: 'C0GENERAL0', text: 'Hello from a test' });
    expect(posted).toMatchObject({
      status: 200,
      output: { ok: true, channel: 'C0GENERAL0', message: { text: 'Hello from a test', bot_id: 'B0INTEGRYB' } },
    });
    const { ts } = posted.output as { ts: string };
    const changed = await invoke('update-message', { channel: 'C0GENERAL0', ts, text: 'Hello again' });
    expect(changed).toMatchObject({ status: 200, output: { ok: true, text: 'Hello again' } });
    const history = await invoke('get-channel-history', { channel: 'C0GENERAL0' });
    expect((history.output as JsonObject[]).map(({ text }) => text)).toEqual([
      'Hello again',
      'See you tomorrow',
      'The numbers are in',
      'Lunch?',
      'Good morning',
    ]);
  });

  it('delete a message as the user whose token was given too, and say so where none was', async () => {
    const asUser: Credentials = {
      scheme: 'custom',
      type: 'custom',
      values: { botToken: server.token, userToken: server.userToken },
    };
    const message = { channel: 'C0SALES000', text: 'Not for long', sendAsUser: true };
    const posted = await invoke('post-message', message, asUser);
    expect(posted.output).toMatchObject({ message: { user: 'U0SAM00001' } });
    const { ts } = posted.output as { ts: string };
    const wanted = { channel: 'C0SALES000', ts };
    await expect(invoke('delete-message', wanted)).rejects.toMatchObject({
      code: 'function_failed',
      message: expect.stringContaining('Missing user token'),
    });
    expect(await invoke('delete-message', wanted, asUser)).toMatchObject({ output: { ok: true, ts } });
  });

  it('list channels and users over all pages', async () => {
    const channels = await invoke('list-channels');
    expect(channels.output).toMatchObject({ count: 6 });
    expect(server.calls.map(({ arguments: { cursor } }) => cursor)).toEqual([undefined, btoa('team:3')]);
    const users = await invoke('list-users', { includeBots: false, includeDisabled: false });
    expect((users.output as JsonObject[]).map(({ name }) => name)).toEqual(['sam', 'kim', 'lee']);
  });

  it('offer the channels and the users as choices, and search among them', async () => {
    const request = { functionName: 'slack-send-channel-message', parameter: 'channel', input: {} };
    const page = await connector.options(request, contextFor(byToken()));
    expect(page.options).toContainEqual({ value: 'C0SALES000', title: 'sales' });
    const found = await connector.options({ ...request, search: 'SAL' }, contextFor(byToken()));
    expect(found.options.map(({ title }) => title)).toEqual(['sales']);
    const people = { functionName: 'slack-send-direct-message-form', parameter: 'userId', input: {} };
    const { options } = await connector.options(people, contextFor(byToken()));
    expect(options.map(({ value }) => value)).toContain('U0SAM00001');
  });

  it.each([
    ['post-message', { channel: 'C0NOWHERE0', text: 'hi' }, 'channel_not_found'],
    ['post-message', { channel: 'C0RANDOM00', text: 'hi' }, 'not_in_channel'],
    ['get-user', { id: 'U0NOBODY00' }, 'user_not_found'],
  ])('hand on what Slack says of %s %j: %s', async (name, input, code) => {
    expect(await invoke(name, input)).toMatchObject({ status: 200, output: { ok: false, error: code } });
  });

  it('hand on that a token is no longer good', async () => {
    const result = await invoke('post-message', { channel: 'C0GENERAL0', text: 'hi' }, byToken('wrong-token-4711'));
    expect(result).toMatchObject({ status: 200, output: { ok: false, error: 'invalid_auth' } });
  });

  it('send a request of the caller’s own, to Slack only', async () => {
    const own = { method: 'GET', url: '/users.info', query: { user: 'U0KIM00002' } };
    const result = await invoke('passthrough-request', own);
    expect(result).toMatchObject({ status: 200, output: { ok: true, user: { real_name: 'Kim Novak' } } });
    const elsewhere = invoke('passthrough-request', { method: 'GET', url: 'https://evil.example/' });
    await expect(elsewhere).rejects.toMatchObject({ code: 'egress_blocked' });
    expect(refused).toEqual([]);
  });
});
