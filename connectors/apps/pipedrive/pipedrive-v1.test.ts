import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
let credentials: Credentials;

beforeAll(async () => {
  server = await startPipedriveServer();
  connector = await loadAppFolder(import.meta.dirname, { environment: { PIPEDRIVE_API_URL: server.origin } });
  credentials = { scheme: 'api_token', type: 'api_key', values: { api_token: server.token } };
});
afterAll(() => server.close());

const invoke = (name: string, input: JsonObject = {}, cursor?: string) =>
  connector.invoke({ functionName: `pipedrive-${name}`, input, cursor }, callContext(credentials));
const dataOf = (result: InvokeResult) => (result.output as { data: Json }).data as JsonObject & JsonObject[];

describe('what Pipedrive has in API v1 alone, and its fields', () => {
  it('add, list page by page, update and delete notes', async () => {
    for (const content of ['One', 'Two', 'Three']) await invoke('add-a-note', { content, person_id: 5 });
    const first = await invoke('get-all-notes', { person_id: 5, limit: 2 });
    const last = await invoke('get-all-notes', { person_id: 5, limit: 2 }, first.nextPage);
    expect([first.nextPage, last.nextPage]).toEqual(['2', '']);
    const three = dataOf(last)[0]!;
    expect(three).toMatchObject({ content: 'Three', person_id: 5 });
    expect(server.requests.at(-1)?.path).toBe('/api/v1/notes?person_id=5&start=2&limit=2');
    const changed = await invoke('update-a-note', { id: three.id, content: 'III' });
    expect(dataOf(changed)).toMatchObject({ content: 'III', person_id: 5 });
    expect(dataOf(await invoke('delete-a-note', { id: three.id }))).toBe(true);
    expect(await invoke('get-a-note', { id: three.id })).toMatchObject({ status: 404, output: { success: false } });
    expect(await invoke('add-a-note', { content: 'On nothing' })).toMatchObject({ status: 400 });
  });

  it('add, list, search and update leads, and make a deal of one', async () => {
    expect(await invoke('add-a-lead', { title: 'Of nobody' })).toMatchObject({ status: 400 });
    const value = { amount: 200, currency: 'EUR' };
    const lead = dataOf(await invoke('add-a-lead', { title: 'Inquiry', person_id: 2, value }));
    expect(lead).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), title: 'Inquiry', value });
    const page = await invoke('get-all-leads', { person_id: 2 });
    expect([dataOf(page).length, page.nextPage]).toEqual([1, '1']);
    expect(await invoke('get-all-leads', { person_id: 2 }, page.nextPage)).toMatchObject({ nextPage: '' });
    expect(dataOf(await invoke('update-a-lead', { id: lead.id, was_seen: true }))).toMatchObject({ was_seen: true });
    const found = dataOf(await invoke('search-leads', { term: 'inqui' }));
    expect(found.items).toMatchObject([{ item: { id: lead.id, title: 'Inquiry' } }]);
    const { conversion_id } = dataOf(await invoke('convert-a-lead-to-a-deal', { id: lead.id, stage_id: 2 }));
    const state = dataOf(await invoke('get-the-status-of-a-lead-conversion', { id: lead.id, conversion_id }));
    expect(state).toMatchObject({ status: 'completed' });
    const deal = dataOf(await invoke('get-a-deal', { id: state.deal_id }));
    expect(deal).toMatchObject({ title: 'Inquiry', person_id: 2, stage_id: 2 });
    expect(await invoke('delete-a-lead', { id: lead.id })).toMatchObject({ status: 404 });
  });

  it.each(['deal', 'person', 'organization', 'product'])('list the fields of a %s, page by page', async (kind) => {
    const first = await invoke(`get-all-${kind}-fields`, { limit: 3 });
    const last = await invoke(`get-all-${kind}-fields`, { limit: 3 }, first.nextPage);
    expect(dataOf(last)).toMatchObject([
      { field_type: 'enum', is_custom_field: true, options: [{ id: 1 }, { id: 2 }] },
    ]);
    expect(last.nextPage).toBe('');
  });

  it('find and get users', async () => {
    expect(dataOf(await invoke('find-users', { term: 'pia@example.com', search_by_email: 1 }))).toMatchObject([
      { id: 778 },
    ]);
    expect(dataOf(await invoke('get-a-user', { id: 778 }))).toMatchObject({ name: 'Pia Partner' });
  });
});
