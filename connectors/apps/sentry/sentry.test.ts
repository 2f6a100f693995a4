import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector, Credentials } from '#connectors/kit/connector.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { redirectedContext } from '#connectors/testing/redirected-context.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

const credentials: Credentials = { scheme: 'token', type: 'api_key', values: { region: 'de', token: 'sntryu_1' } };
const organizations = [{ id: '42', slug: 'acme', name: 'Acme' }];

let server: RecordingServer;
let connector: Connector;

beforeAll(async () => {
  connector = await loadAppFolder(import.meta.dirname, { environment: {} });
  server = await startRecordingServer(({ path }) => {
    const url = new URL(path, 'https://de.sentry.io');
    const isFirst = !url.searchParams.has('cursor');
    const link = (relation: string, cursor: string, results: boolean) =>
      `<https://de.sentry.io${url.pathname}?cursor=${cursor}>; rel="${relation}"; results="${results}"; cursor="${cursor}"`;
    const links = [link('previous', '0:0:1', !isFirst), link('next', isFirst ? '0:100:0' : '0:200:0', isFirst)];
    return {
      headers: { 'content-type': 'application/json', link: links.join(', ') },
      body: JSON.stringify(url.pathname === '/api/0/organizations/' ? organizations : [{ id: isFirst ? '1' : '2' }]),
    };
  });
});
afterAll(() => server.close());

const context = () => redirectedContext(credentials, server.origin);

describe('Sentry', () => {
  it('is called in the region of the account, which is known by its organization', async () => {
    const here = context();
    expect(await connector.verify(here)).toEqual({ externalId: '42', displayName: 'Acme' });
    expect(here.urls).toEqual(['https://de.sentry.io/api/0/organizations/']);
  });

  it('ends at the page whose next link is marked as empty', async () => {
    const call = (cursor?: string) =>
      connector.invoke({ functionName: 'sentry-get-all-issues', input: { organization: 'acme' }, cursor }, context());
    const first = await call();
    expect(first).toMatchObject({ output: [{ id: '1' }], nextPage: 'cursor=0%3A100%3A0' });
    expect(await call(first.nextPage)).toMatchObject({ output: [{ id: '2' }], nextPage: '' });
  });
});
