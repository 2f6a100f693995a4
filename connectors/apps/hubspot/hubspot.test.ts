import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, Credentials, InvokeResult } from '#connectors/kit/connector.ts';
import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { startHubSpotServer, type HubSpotServer } from '#connectors/testing/hubspot-server/start-hubspot-server.ts';
import { redirectedContext } from '#connectors/testing/redirected-context.ts';

let server: HubSpotServer;
let connector: Connector;

beforeAll(async () => {
  server = await startHubSpotServer();
  connector = await loadAppFolder(import.meta.dirname, { environment: {} });
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const byToken = (token: string): Credentials => ({
  scheme: 'private_app',
  type: 'api_key',
  values: { access_token: token },
});
const contextFor = (credentials = byToken(server.token)) =>
  redirectedContext(credentials, { 'api.hubapi.com': server.origin });
const invoke = (name: string, input: JsonObject = {}, cursor?: string) =>
  connector.invoke({ functionName: `hubspot-${name}`, input, cursor }, contextFor());
const outputOf = (result: InvokeResult) => result.output as JsonObject & { id: string; results: JsonObject[] };

describe('connecting HubSpot', () => {
  it('by OAuth or by a private app finds the account', async () => {
    const tokens = { accessToken: server.accessToken, tokenType: 'bearer', extra: { hub_id: 62515 } };
    for (const credentials of [byToken(server.token), { scheme: 'oauth2', type: 'oauth2', ...tokens } as const]) {
      const identity = await connector.verify(contextFor(credentials));
      expect(identity).toEqual({ externalId: '62515', displayName: '62515' });
    }
  });

  it('by a wrong token is refused', async () => {
    const wrong = contextFor(byToken('pat-wrong'));
    await expect(connector.verify(wrong)).rejects.toMatchObject({ code: 'credentials_rejected' });
    const result = await connector.invoke({ functionName: 'hubspot-get-all-owners', input: {} }, wrong);
    expect(result).toMatchObject({ status: 401, output: { category: 'INVALID_AUTHENTICATION' } });
  });

  it('asks for what the app needs, and revokes as RFC 7009 says', () => {
    expect(connector.auth[0]).toMatchObject({
      authorizationUrl: 'https://app.hubspot.com/oauth/authorize',
      tokenUrl: 'https://api.hubapi.com/oauth/2026-03/token',
      revocationUrl: 'https://api.hubapi.com/oauth/2026-03/token/revoke',
      clientAuthentication: 'client_secret_post',
      scopes: expect.arrayContaining(['oauth', 'crm.objects.contacts.write', 'tickets', 'crm.lists.read']),
    });
  });
});

describe('HubSpot records', () => {
  it.each([
    ['a-contact', 'contacts', 'contact', { email: 'nora@example.com', firstname: 'Nora' }, { lastname: 'North' }],
    ['a-company', 'companies', 'company', { name: 'Delta', domain: 'delta.example' }, { city: 'Deltaville' }],
    [
      ...(['a-deal', 'deals', 'deal'] as const),
      { dealname: 'Big one', pipeline: 'default', dealstage: 'presentation' },
      { amount: '1500.50' },
    ],
    ['a-ticket', 'tickets', 'ticket', { subject: 'Broken', hs_pipeline_stage: '1' }, { content: 'Quite broken' }],
  ])('create, get, update, search and archive %s', async (one, many, type, fields, changes) => {
    const created = await invoke(`create-${one}`, fields);
    expect(created).toMatchObject({ status: 201, output: { properties: fields, archived: false } });
    const { id } = outputOf(created);
    const [name, value] = Object.entries(changes)[0]!;
    expect(await invoke(`update-${one}`, { [`${type}Id`]: id, ...changes })).toMatchObject({
      output: { id, properties: { ...fields, ...changes } },
    });
    const filterGroups = [{ filters: [{ propertyName: name, operator: 'EQ', value }] }];
    const found = await invoke(`search-${many}`, { filterGroups, properties: [name] });
    expect(found).toMatchObject({ output: { total: 1, results: [{ id, properties: changes }] }, nextPage: '' });
    expect(await invoke(`archive-${one}`, { [`${type}Id`]: id })).toEqual({ status: 204, output: null });
    const gone = await invoke(`get-${one}`, { [`${type}Id`]: id });
    expect(gone).toMatchObject({ status: 404, output: { category: 'OBJECT_NOT_FOUND' } });
  });

  it('take properties of the account itself, and clear one by an empty text', async () => {
    const input = { email: 'cora@example.com', favourite_colour: 'teal', phone: '1' };
    const { id } = outputOf(await invoke('create-a-contact', input));
    await invoke('update-a-contact', { contactId: id, phone: '' });
    const properties = ['favourite_colour', 'phone', 'nothing'];
    expect(await invoke('get-a-contact', { contactId: id, properties })).toMatchObject({
      output: { properties: { favourite_colour: 'teal', phone: null } },
    });
    expect(server.requests.at(-1)?.path).toBe(
      `/crm/v3/objects/contacts/${id}?properties=favourite_colour,phone,nothing`,
    );
  });

  it('are found by a property with unique values, and made where there are none', async () => {
    const byEmail = { contactId: 'ada.arden.0@example.com', idProperty: 'email' };
    expect(await invoke('get-a-contact', { ...byEmail, associations: ['companies'] })).toMatchObject({
      status: 200,
      output: { id: '101', associations: { companies: { results: [{ id: '1101' }] } } },
    });
    expect(server.requests[0]?.path).toMatch(/^\/crm\/v3\/objects\/contacts\/ada\.arden\.0%40example\.com\?/);
    const inputs = ['ada.arden.0@example.com', 'zoe@example.com'].map((id) => {
      return { id, idProperty: 'email', properties: { city: 'Rome' } };
    });
    expect(await invoke('create-or-update-contacts', { inputs })).toMatchObject({
      output: {
        results: [
          { id: '101', new: false },
          { new: true, properties: { email: 'zoe@example.com' } },
        ],
      },
    });
  });

  it('come page by page until next_page is empty', async () => {
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const result = await invoke('get-all-contacts', { limit: 10 }, cursor);
      sizes.push(outputOf(result).results.length);
      cursor = result.nextPage;
    } while (cursor);
    expect(cursor).toBe('');
    expect(sizes.slice(0, 2)).toEqual([10, 10]);
    expect(sizes).toHaveLength(3);
    expect(server.requests[1]?.path).toBe('/crm/v3/objects/contacts?limit=10&after=10');
  });

  it('are searched page by page, the cursor being in the body', async () => {
    const first = await invoke('search-contacts', { query: 'example.com', limit: 20 });
    expect(first.nextPage).toBe('20');
    const second = await invoke('search-contacts', { query: 'example.com', limit: 20 }, first.nextPage);
    expect(outputOf(second).results.length).toBeGreaterThanOrEqual(5);
    expect(second.nextPage).toBe('');
  });

  it('are refused with the words of the vendor', async () => {
    expect(await invoke('create-a-contact', { email: 'ben.dale.1@example.com' })).toMatchObject({
      status: 409,
      output: { status: 'error', category: 'CONFLICT', message: 'Contact already exists. Existing ID: 102' },
    });
    expect(await invoke('create-a-deal', { dealname: 'x', nothing: 'y' })).toMatchObject({
      status: 400,
      output: { category: 'VALIDATION_ERROR', message: expect.stringContaining('PROPERTY_DOESNT_EXIST') },
    });
  });
});

describe('HubSpot activities and associations', () => {
  it.each([
    ['note', { hs_note_body: 'Called back' }, 202],
    ['task', { hs_task_subject: 'Call back', hs_task_priority: 'HIGH' }, 204],
    ['call', { hs_call_title: 'First call', hs_call_direction: 'OUTBOUND' }, 194],
  ])('create a %s of a contact, and list it', async (one, fields, associationTypeId) => {
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }];
    const associations = [{ to: { id: '103' }, types }];
    const created = await invoke(`create-a-${one}`, { hs_timestamp: '2026-02-01T10:00:00Z', ...fields, associations });
    expect(created).toMatchObject({ status: 201, output: { properties: fields } });
    const list = await invoke(`get-all-${one}s`, { properties: Object.keys(fields), associations: ['contacts'] });
    const { id } = outputOf(created);
    expect(list).toMatchObject({
      output: { results: [{ id, properties: fields, associations: { contacts: { results: [{ id: '103' }] } } }] },
    });
  });

  it('associate two records, with a label and without, list and remove it', async () => {
    const [from, to] = [{ fromObjectType: 'contacts', fromObjectId: '104' }, { toObjectType: 'companies' }];
    const pair = { ...from, ...to, toObjectId: '1103' };
    expect(await invoke('associate-two-records', { ...pair, toObjectId: '1102' })).toMatchObject({ status: 200 });
    const primary = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }];
    expect(await invoke('associate-two-records-with-labels', { ...pair, body: primary })).toMatchObject({
      status: 201,
      output: { labels: ['Primary'] },
    });
    const list = async (): Promise<Json[]> =>
      outputOf(await invoke('get-all-associations', { ...from, ...to })).results;
    expect(await list()).toEqual([
      { toObjectId: 1101, associationTypes: [expect.objectContaining({ typeId: 279 })] },
      { toObjectId: 1102, associationTypes: [expect.objectContaining({ typeId: 279 })] },
      { toObjectId: 1103, associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' }] },
    ]);
    expect(await invoke('remove-all-associations-of-two-records', pair)).toMatchObject({ status: 204 });
    expect(await list()).toHaveLength(2);
    const labels = await invoke('get-all-association-labels', { fromObjectType: 'contacts', ...to });
    expect(outputOf(labels).results).toContainEqual({ category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' });
  });
});

describe('HubSpot lists', () => {
  it('are created, filled, read and emptied', async () => {
    const created = await invoke('create-a-list', { name: 'VIP', objectTypeId: '0-1', processingType: 'MANUAL' });
    const { listId } = outputOf(created).list as { listId: string };
    expect(await invoke('add-records-to-a-list', { listId, body: ['101', '102', '9'] })).toMatchObject({
      output: { recordsIdsAdded: ['101', '102'], recordIdsMissing: ['9'] },
    });
    await invoke('remove-records-from-a-list', { listId, body: ['101'] });
    expect(outputOf(await invoke('get-all-list-members', { listId })).results).toEqual([{ recordId: '102' }]);
  });

  it('are searched by offset', async () => {
    const first = await invoke('search-lists', { query: 'Segment', count: 40 });
    expect(first.nextPage).toBe('40');
    expect((await invoke('search-lists', { query: 'Segment', count: 40 }, first.nextPage)).nextPage).toBe('');
  });
});

describe('HubSpot dropdowns', () => {
  const options = async (functionName: string, parameter: string, input: JsonObject = {}, search?: string) => {
    const request = { functionName: `hubspot-${functionName}`, parameter, input, search };
    return (await connector.options(request, contextFor())).options;
  };

  it('list owners, pipelines and the stages of a pipeline', async () => {
    expect(await options('create-a-contact', 'hubspot_owner_id')).toContainEqual({
      value: '41',
      title: 'sam@example.com',
    });
    expect(await options('create-a-deal', 'pipeline')).toEqual([
      { value: 'default', title: 'Sales pipeline' },
      { value: 'renewals', title: 'Renewals' },
    ]);
    expect(await options('update-a-deal', 'dealstage', { pipeline: 'renewals' })).toEqual([
      { value: 'due', title: 'Due' },
      { value: 'renewed', title: 'Renewed' },
    ]);
    const stages = await options('create-a-ticket', 'hs_pipeline_stage', { hs_pipeline: '0' });
    expect(stages[0]).toEqual({ value: '1', title: 'New' });
  });

  it('list the properties of a type, and search lists at the vendor', async () => {
    const properties = await options('get-a-property', 'propertyName', { objectType: 'deals' });
    expect(properties).toContainEqual({ value: 'dealstage', title: 'dealstage' });
    expect(await options('get-a-list', 'listId', {}, 'segment 45')).toEqual([{ value: '45', title: 'Segment 45' }]);
  });
});
