import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector, Credentials } from '#connectors/kit/connector.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { redirectedContext } from '#connectors/testing/redirected-context.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

const credentials: Credentials = { scheme: 'bot_token', type: 'api_key', values: { token: 'b1' } };
const messages = ['30', '20', '10'].map((id) => ({ id }));

let server: RecordingServer;
let connector: Connector;

beforeAll(async () => {
  connector = await loadAppFolder(import.meta.dirname, { environment: {} });
  server = await startRecordingServer(({ path }) => {
    const { searchParams } = new URL(path, 'https://discord.com');
    const before = Number(searchParams.get('before') ?? Infinity);
    const page = messages.filter(({ id }) => Number(id) < before).slice(0, Number(searchParams.get('limit')));
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(page) };
  });
});
afterAll(() => server.close());

describe('Discord', () => {
  it('pages back through messages until there are none, as the bot', async () => {
    const found: unknown[] = [];
    let cursor: string | undefined;
    do {
      const request = { functionName: 'discord-get-all-messages', input: { channel_id: '7', limit: 2 }, cursor };
      const result = await connector.invoke(request, redirectedContext(credentials, server.origin));
      found.push(...(result.output as unknown[]));
      cursor = result.nextPage;
    } while (cursor);
    expect(found).toEqual(messages);
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/api/v10/channels/7/messages?limit=2',
      '/api/v10/channels/7/messages?limit=2&before=20',
      '/api/v10/channels/7/messages?limit=2&before=10',
    ]);
    expect(server.last().headers.authorization).toBe('Bot b1');
  });
});
