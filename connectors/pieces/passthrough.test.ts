import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Credentials } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { loadConnector } from '#connectors/load-connector.ts';
import { redirectedContext } from '#connectors/testing/redirected-context.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';
import { join } from 'node:path';
import { WorkerPool } from './worker/worker-pool.ts';

const workers = new WorkerPool({ isolation: 'process', size: 1 });
const deepseek = await loadConnector(join(import.meta.dirname, '../apps/deepseek'), { workers });
const credentials: Credentials = { scheme: 'api_key', type: 'api_key', values: { secret_text: 'sk-1' } };
let server: RecordingServer;
beforeAll(async () => {
  server = await startRecordingServer();
});
afterAll(async () => {
  await workers.close();
  await server.close();
});

const pass = (input: JsonObject) =>
  deepseek.invoke(
    { functionName: 'deepseek-passthrough-request', input },
    redirectedContext(credentials, { 'api.deepseek.com': server.origin }),
  );

it('sends a request of the caller’s own, with the credentials where app.json puts them', async () => {
  expect(await pass({ method: 'POST', url: '/chat', body: { a: 1 } })).toMatchObject({ status: 200, output: {} });
  expect(server.last()).toMatchObject({ method: 'POST', path: '/chat', body: '{"a":1}' });
  expect(server.last().headers.authorization).toBe('Bearer sk-1');
  await pass({ method: 'GET', url: 'https://api.deepseek.com/models?x=1' });
  expect(server.last().path).toBe('/models?x=1');
});

it.each([
  'https://evil.test/',
  'https://api.deepseek.com.evil.test/',
  'http://api.deepseek.com/',
  '//evil.test',

  'https://u:p@api.deepseek.com/',
  'https://api.deepseek.com:8443/',
])('sends nothing to %s', async (url) => {
  const before = server.requests.length;
  await expect(pass({ method: 'GET', url })).rejects.toMatchObject({
    code: expect.stringMatching(/egress_blocked|invalid_argument/),
  });
  expect(server.requests).toHaveLength(before);
});

it('lets the caller set no header of the credentials', async () => {
  await expect(pass({ method: 'GET', url: '/', headers: { Authorization: 'x' } })).rejects.toMatchObject({
    code: 'invalid_argument',
  });
});
