import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, Credentials } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { redirectedContext } from '#connectors/testing/redirected-context.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

const credentials: Credentials = { scheme: 'token', type: 'api_key', values: { token: 'pat1' } };
const replies: Record<string, unknown> = {
  '/v0/meta/bases': { bases: [{ id: 'app1', name: 'Sales' }], offset: 'itr2' },
  '/v0/meta/bases?offset=itr2': { bases: [{ id: 'app2', name: 'Team' }] },
  '/v0/meta/bases/app1/tables': { tables: [{ id: 'tbl1', name: 'Leads' }] },
  '/v0/meta/bases/app2/tables': { tables: [] },
};

let server: RecordingServer;
let connector: Connector;

beforeAll(async () => {
  connector = await loadAppFolder(import.meta.dirname, { environment: {} });
  server = await startRecordingServer(({ path }) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(replies[path] ?? {}),
  }));
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const context = () => redirectedContext(credentials, server.origin);
const options = (parameter: string, input: JsonObject, cursor?: string) =>
  connector.options({ functionName: 'airtable-create-records', parameter, input, cursor }, context());

describe('Airtable', () => {
  it('offers bases page by page, and the tables of the base that was chosen', async () => {
    expect(await options('baseId', {})).toEqual({ options: [{ value: 'app1', title: 'Sales' }], nextPage: 'itr2' });
    expect(await options('baseId', {}, 'itr2')).toEqual({ options: [{ value: 'app2', title: 'Team' }], nextPage: '' });
    expect(await options('tableId', { baseId: 'app1' })).toEqual({ options: [{ value: 'tbl1', title: 'Leads' }] });
    expect(await options('tableId', { baseId: 'app2' })).toEqual({ options: [] });
  });

  it('asks for records as the vendor writes lists', async () => {
    const input = {
      baseId: 'app1',
      tableId: 'Won deals',
      filterByFormula: "{Status}='Open'",
      'fields[]': ['Name', 'Amount'],
      sort: [{ field: 'Amount', direction: 'desc' }],
    };
    await connector.invoke({ functionName: 'airtable-get-all-records', input }, context());
    const { pathname, searchParams } = new URL(server.last().path, server.origin);
    expect(pathname).toBe('/v0/app1/Won%20deals');
    expect([...searchParams]).toEqual([
      ['filterByFormula', "{Status}='Open'"],
      ['fields[]', 'Name'],
      ['fields[]', 'Amount'],
      ['sort[0][field]', 'Amount'],
      ['sort[0][direction]', 'desc'],
    ]);
  });

  it('updates or adds records by what is in their cells', async () => {
    const body = { records: [{ fields: { Email: 'a@example.com' } }], performUpsert: { fieldsToMergeOn: ['Email'] } };
    const input = { baseId: 'app1', tableId: 'tbl1', ...body };
    await connector.invoke({ functionName: 'airtable-update-records', input }, context());
    expect(server.last()).toMatchObject({ method: 'PATCH', path: '/v0/app1/tbl1' });
    expect(JSON.parse(server.last().body)).toEqual(body);
  });
});
