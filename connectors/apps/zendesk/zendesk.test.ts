import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Buffer } from 'node:buffer';
import type { Connector, Credentials } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { redirectedContext } from '#connectors/testing/redirected-context.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

const values = { subdomain: 'acme', username: 'agent@example.com/token', password: 'zt1' };
const credentials: Credentials = { scheme: 'api_token', type: 'basic', values };
const user = { id: 7, url: 'https://acme.zendesk.com/api/v2/users/7.json', email: 'agent@example.com', name: 'Ada' };

let server: RecordingServer;
let connector: Connector;

beforeAll(async () => {
  connector = await loadAppFolder(import.meta.dirname, { environment: {} });
  server = await startRecordingServer(({ path }) => {
    const { pathname, searchParams } = new URL(path, 'https://acme.zendesk.com');
    const isLast = searchParams.get('page[after]') === 'c1';
    const pages: Record<string, JsonObject> = {
      '/api/v2/users/me.json': { user },
      '/api/v2/groups.json': { groups: [{ id: 3, name: 'Support' }], meta: { has_more: false, after_cursor: 'c9' } },
      '/api/v2/tickets.json': {
        tickets: [{ id: isLast ? 2 : 1 }],
        meta: { has_more: !isLast, after_cursor: isLast ? 'c2' : 'c1' },
      },
    };
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(pages[pathname] ?? {}) };
  });
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const context = (of: Credentials = credentials) => redirectedContext(of, server.origin);
const invoke = (name: string, input: JsonObject, cursor?: string) =>
  connector.invoke({ functionName: `zendesk-${name}`, input, cursor }, context());

describe('Zendesk', () => {
  it("is at the account's own address, and knows the account by it", async () => {
    const here = context();
    expect(await connector.verify(here)).toEqual({ externalId: user.url, displayName: user.email });
    expect(here.urls).toEqual(['https://acme.zendesk.com/api/v2/users/me.json']);
    const pair = Buffer.from('agent@example.com/token:zt1').toString('base64');
    expect(server.last().headers).toMatchObject({ authorization: `Basic ${pair}` });
  });

  it('goes nowhere else, whatever the subdomain says', async () => {
    const elsewhere: Credentials = { ...credentials, values: { ...values, subdomain: 'evil.example/?' } };
    await expect(connector.verify(context(elsewhere))).rejects.toMatchObject({ code: 'credentials_rejected' });
    expect(server.requests).toEqual([]);
  });

  it('wraps a ticket as the vendor wants it', async () => {
    await invoke('create-a-ticket', { subject: 'Help', comment: { body: 'It broke' }, priority: 'high' });
    expect(JSON.parse(server.last().body)).toEqual({
      ticket: { subject: 'Help', comment: { body: 'It broke' }, priority: 'high' },
    });
  });

  it('pages by cursors, which the page size turns on', async () => {
    const first = await invoke('get-all-tickets', {});
    expect(first.nextPage).toBe('c1');
    expect(await invoke('get-all-tickets', {}, 'c1')).toMatchObject({ output: { tickets: [{ id: 2 }] }, nextPage: '' });
    expect(server.requests.map(({ path }) => decodeURIComponent(path))).toEqual([
      '/api/v2/tickets.json?page[size]=100',
      '/api/v2/tickets.json?page[size]=100&page[after]=c1',
    ]);
  });

  it('offers groups for a ticket', async () => {
    const request = { functionName: 'zendesk-create-a-ticket', parameter: 'group_id', input: {} };
    expect(await connector.options(request, context())).toEqual({
      options: [{ value: 3, title: 'Support' }],
      nextPage: '',
    });
  });
});
