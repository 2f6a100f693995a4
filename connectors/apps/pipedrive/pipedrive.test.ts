import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, Credentials, InvokeResult } from '#connectors/kit/connector.ts';
import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import {
  startPipedriveServer,
  type PipedriveServer,
} from '#connectors/testing/pipedrive-server/start-pipedrive-server.ts';

let server: PipedriveServer;
let connector: Connector;
let byToken: Credentials;
let byOAuth: Credentials;

beforeAll(async () => {
  server = await startPipedriveServer();
  connector = await loadAppFolder(import.meta.dirname, { environment: { PIPEDRIVE_API_URL: server.origin } });
  byToken = { scheme: 'api_token', type: 'api_key', values: { api_token: server.token } };
  const extra = { api_domain: 'https://northwind.pipedrive.com' };
  byOAuth = { scheme: 'oauth2', type: 'oauth2', accessToken: server.accessToken, tokenType: 'Bearer', extra };
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const invoke = (name: string, input: JsonObject = {}, cursor?: string) =>
  connector.invoke({ functionName: `pipedrive-${name}`, input, cursor }, callContext(byToken));
/** The ids that a list answers */
const listed = async (many: string) => dataOf(await invoke(`get-all-${many}`)).map((item) => item.id);
const dataOf = (result: InvokeResult) => (result.output as { data: Json }).data as JsonObject & JsonObject[];

describe('connecting Pipedrive', () => {
  it.each(['api_token', 'oauth2'])('by %s finds the user and the company', async (scheme) => {
    const credentials = scheme === 'oauth2' ? byOAuth : byToken;
    expect(await connector.verify(callContext(credentials))).toEqual({
      externalId: '42:777',
      displayName: 'sam@example.com',
    });
  });

  it('by a wrong token is refused', async () => {
    const wrong: Credentials = { scheme: 'api_token', type: 'api_key', values: { api_token: 'wrong' } };
    await expect(connector.verify(callContext(wrong))).rejects.toMatchObject({ code: 'credentials_rejected' });
    const result = await connector.invoke({ functionName: 'pipedrive-get-all-users', input: {} }, callContext(wrong));
    expect(result).toMatchObject({ status: 401, output: { success: false, error: 'unauthorized access' } });
  });

  it('by OAuth calls the address that the token reply names', async () => {
    const app = await loadAppFolder(import.meta.dirname, { environment: {} });
    const urls: string[] = [];
    const fetch = (request: Request) => (
      urls.push(request.url),
      Promise.resolve(Response.json({ success: true, data: {} }))
    );
    await app.invoke({ functionName: 'pipedrive-get-a-deal', input: { id: 7 } }, { ...callContext(byOAuth), fetch });
    await app.invoke({ functionName: 'pipedrive-get-current-user', input: {} }, { ...callContext(byToken), fetch });
    expect(urls).toEqual([
      'https://northwind.pipedrive.com/api/v2/deals/7',
      'https://api.pipedrive.com/api/v1/users/me',
    ]);
  });
});

describe('Pipedrive functions', () => {
  it('add a person, as the SDK reference shows it', async () => {
    const result = await invoke('add-a-person', { name: 'Sample contact' });
    expect(result).toEqual({
      status: 200,
      output: {
        success: true,
        data: {
          id: expect.any(Number),
          name: 'Sample contact',
          first_name: 'Sample',
          last_name: 'contact',
          add_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          update_time: null,
          visible_to: 3,
          custom_fields: null,
          owner_id: 777,
          label_ids: [],
          org_id: null,
          is_deleted: false,
          picture_id: null,
          phones: [],
          emails: [],
        },
      },
    });
  });

  it('hand the refusal of the vendor on', async () => {
    expect(await invoke('add-a-person', {})).toEqual({
      status: 400,
      output: {
        success: false,
        error: 'Validation failed: name: Field is missing in the request',
        code: 'ERR_SCHEMA_VALIDATION_FAILED',
      },
    });
  });

  it('list persons page by page until next_page is empty', async () => {
    const names = new Set<Json | undefined>();
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const result = await invoke('get-all-persons', { limit: 10, sort_by: 'id' }, cursor);
      const page = dataOf(result);
      page.forEach((person) => names.add(person.id));
      sizes.push(page.length);
      cursor = result.nextPage;
    } while (cursor);
    expect(cursor).toBe('');
    expect(sizes).toEqual([10, 10, names.size - 20]);
    expect(server.requests[0]?.path).toBe('/api/v2/persons?sort_by=id&limit=10');
    expect(server.requests[1]?.path).toMatch(/^\/api\/v2\/persons\?sort_by=id&limit=10&cursor=[\w-]+$/);
  });

  it.each([
    [
      'a-person',
      'persons',
      { name: 'Nora Nash', emails: [{ value: 'nora@example.com', primary: true }] },
      { name: 'Nora North' },
    ],
    ['an-organization', 'organizations', { name: 'Delta', address: { value: 'Main St 1' } }, { name: 'Delta Ltd' }],
    ['a-deal', 'deals', { title: 'Big one', value: 1500.5, person_id: 1 }, { title: 'Bigger one', probability: null }],
    [
      'a-product',
      'products',
      { name: 'Training', code: 'TR-1', prices: [{ currency: 'EUR', price: 900 }] },
      { name: 'Training on site', tax: 19 },
    ],
  ])('add, get, update and search %s', async (one, many, fields, changes) => {
    const added = dataOf(await invoke(`add-${one}`, fields));
    expect(added).toMatchObject(fields);
    expect(dataOf(await invoke(`get-${one}`, { id: added.id }))).toEqual(added);
    const changed = dataOf(await invoke(`update-${one}`, { id: added.id, ...changes }));
    expect(changed).toMatchObject({ ...changes, update_time: expect.any(String) });
    const term = Object.values(changes)[0] as string;
    const found = await invoke(`search-${many}`, { term, exact_match: true });
    expect(dataOf(found).items).toMatchObject([{ item: { id: added.id } }]);
    expect(found.nextPage).toBe('');
  });

  it.each([
    [
      'an-activity',
      'activities',
      { subject: 'Call Ada', type: 'call', due_date: '2026-12-31', participants: [{ person_id: 4, primary: true }] },
      { done: true },
    ],
    ['a-pipeline', 'pipelines', { name: 'Renewals' }, { name: 'Renewals 2027' }],
    ['a-stage', 'stages', { name: 'Signed', pipeline_id: 1 }, { deal_probability: 90 }],
    ['a-deal', 'deals', { title: 'To be deleted' }, { title: 'Still to be deleted' }],
    ['a-person', 'persons', { name: 'Gone Soon' }, { name: 'Gone Sooner' }],
    ['an-organization', 'organizations', { name: 'Shut Ltd' }, { name: 'Shut' }],
    ['a-product', 'products', { name: 'Old' }, { name: 'Older' }],
  ])('add, get, list, update and delete %s', async (one, many, fields, changes) => {
    const added = dataOf(await invoke(`add-${one}`, fields));
    expect(added).toMatchObject(fields);
    expect(dataOf(await invoke(`get-${one}`, { id: added.id }))).toEqual(added);
    expect(await listed(many)).toContain(added.id);
    expect(dataOf(await invoke(`update-${one}`, { id: added.id, ...changes }))).toMatchObject(changes);
    expect(dataOf(await invoke(`delete-${one}`, { id: added.id }))).toEqual({ id: added.id });
    expect(await listed(many)).not.toContain(added.id);
    expect(await invoke(`delete-${one}`, { id: added.id })).toMatchObject({ status: 404, output: { success: false } });
  });

  it('filter by lists and numbers as the vendor writes them', async () => {
    const result = await invoke('get-all-persons', { ids: [3, 1], org_id: 1 });
    expect(server.requests[0]?.path).toBe('/api/v2/persons?ids=3,1&org_id=1');
    expect(dataOf(result).map((person) => person.id)).toEqual([1]);
  });

  it('answer 404 for what is not there', async () => {
    expect(await invoke('get-a-deal', { id: 999_999 })).toMatchObject({ status: 404, output: { success: false } });
  });
});

describe('Pipedrive dropdowns', () => {
  const options = (parameter: string, input: JsonObject = {}, name = 'add-a-deal') =>
    connector.options({ functionName: `pipedrive-${name}`, parameter, input }, callContext(byToken));

  it('list activity types, deals, leads and the labels of leads', async () => {
    const types = await options('type', {}, 'add-an-activity');
    expect(types.options).toContainEqual({ value: 'meeting', title: 'Meeting' });
    const deal = dataOf(await invoke('add-a-deal', { title: 'To choose' }));
    const deals = await options('deal_id', {}, 'add-a-note');
    expect(deals.options).toContainEqual({ value: deal.id, title: 'To choose' });
    const lead = dataOf(await invoke('add-a-lead', { title: 'To pick', organization_id: 1 }));
    expect((await options('lead_id', {}, 'add-a-note')).options).toEqual([{ value: lead.id, title: 'To pick' }]);
    const labels = await options('label_ids', {}, 'add-a-lead');
    expect(labels.options.map((label) => label.title)).toEqual(['Hot', 'Cold']);
  });

  it('list users, persons, organizations, pipelines and the stages of a pipeline', async () => {
    expect((await options('owner_id')).options).toContainEqual({ value: 777, title: 'Sam Seller' });
    expect((await options('org_id')).options).toContainEqual({ value: 1, title: 'Arbor Tools' });
    expect((await options('person_id')).options.length).toBeGreaterThan(20);
    expect((await options('pipeline_id')).options).toEqual([{ value: 1, title: 'Pipeline' }]);
    expect((await options('stage_id', { pipeline_id: 1 })).options).toHaveLength(5);
    expect((await options('stage_id', { pipeline_id: 2 })).options).toHaveLength(0);
  });
});
