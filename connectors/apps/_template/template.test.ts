import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector, Credentials } from '#connectors/kit/connector.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { redirectedContext } from '#connectors/testing/redirected-context.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

/** The vendor's replies, as its pages show them. */
const replies: Record<string, unknown> = {
  '/v1/me': { id: 'u1', name: 'Ada', email: 'ada@example.com' },
  '/v1/folders': { folders: [{ id: 7, name: 'Ideas' }] },
  '/v1/notes?limit=2': { notes: [{ id: 1 }, { id: 2 }], next: 'n2' },
  '/v1/notes?limit=2&after=n2': { notes: [{ id: 3 }], next: null },
  '/v1/notes': { id: 4 },
};
const credentials: Credentials = { scheme: 'key', type: 'api_key', values: { api_key: 'key_1' } };

let server: RecordingServer;
let app: Connector;
const context = () => redirectedContext(credentials, { 'api.example.com': server.origin });

beforeAll(async () => {
  server = await startRecordingServer(({ path }) => ({ body: JSON.stringify(replies[path] ?? null) }));
  app = await loadAppFolder(import.meta.dirname, { environment: {} });
});
afterAll(() => server.close());

describe('the template', () => {
  it('says whose account it is, and sends the key where the vendor looks for it', async () => {
    expect(await app.verify(context())).toEqual({ externalId: 'u1', displayName: 'ada@example.com' });
    expect(server.last()).toMatchObject({ method: 'GET', path: '/v1/me', headers: { 'x-api-key': 'key_1' } });
  });

  it('gets all notes page by page', async () => {
    const page = (cursor?: string) =>
      app.invoke({ functionName: 'template-get-all-notes', input: { limit: 2 }, cursor }, context());
    expect(await page()).toMatchObject({ output: { notes: [{ id: 1 }, { id: 2 }] }, nextPage: 'n2' });
    expect(await page('n2')).toMatchObject({ output: { notes: [{ id: 3 }] }, nextPage: '' });
  });

  it('adds a note to one of the folders of a dropdown', async () => {
    const functionName = 'template-add-note';
    const { options } = await app.options({ functionName, parameter: 'folder_id', input: {} }, context());
    expect(options).toEqual([{ value: 7, title: 'Ideas' }]);
    await app.invoke({ functionName, input: { text: 'Hello', folder_id: 7 } }, context());
    expect(server.last()).toMatchObject({ method: 'POST', path: '/v1/notes', body: '{"text":"Hello","folder_id":7}' });
  });

  it('has what every app that ships has', () => {
    expect(app.manifest.iconPath).toMatch(/icon\.svg$/);
    expect(app.skipped ?? []).toEqual([]);
    expect(app.functions().map(({ name }) => name)).toEqual([
      'template-list-folders',
      'template-get-all-notes',
      'template-add-note',
      'template-passthrough-request',
    ]);
  });
});
