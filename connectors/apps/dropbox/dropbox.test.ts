import { describe, expect, it } from 'vitest';
import type { Credentials } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { callContext } from '#connectors/testing/call-context.ts';

const credentials: Credentials = {
  scheme: 'oauth2',
  type: 'oauth2',
  accessToken: 'at',
  tokenType: 'bearer',
  extra: {},
};
const connector = await loadAppFolder(import.meta.dirname, { environment: {} });

/** One call: what Dropbox was asked, and what came of its answer. */
async function call(name: string, input: JsonObject, answer: Response) {
  const requests: Request[] = [];
  const fetch = (request: Request) => (requests.push(request), Promise.resolve(answer));
  const context = { ...callContext(credentials), fetch };
  const result = await connector.invoke({ functionName: `dropbox-${name}`, input }, context);
  return { request: requests[0]!, result };
}

describe('Dropbox', () => {
  it('gets the bytes of a file as they are, and its path in the query, where any letter can stand', async () => {
    const input = { arg: { path: '/Angebote/März.txt', mode: 'overwrite' }, body: { base64: 'aGVsbG8=' } };
    const { request, result } = await call('upload-a-file', input, Response.json({ id: 'id:1' }));
    const url = new URL(request.url);
    expect(url.origin + url.pathname).toBe('https://content.dropboxapi.com/2/files/upload');
    expect(JSON.parse(url.searchParams.get('arg') ?? '')).toEqual(input.arg);
    expect(request.headers.get('content-type')).toBe('application/octet-stream');
    expect(await request.text()).toBe('hello');
    expect(result).toEqual({ status: 200, output: { id: 'id:1' } });
  });

  it('gives the bytes of a file back as Base64', async () => {
    const answer = new Response(new Uint8Array([0, 255]), { headers: { 'content-type': 'application/octet-stream' } });
    const { request, result } = await call('download-a-file', { arg: { path: '/a.bin' } }, answer);
    expect(request.method).toBe('POST');
    expect(request.headers.has('content-type')).toBe(false);
    expect(result.output).toMatchObject({ base64: 'AP8=' });
  });

  it('is asked without a body where a function takes nothing', async () => {
    const { request } = await call('get-the-account', {}, Response.json({ account_id: 'dbid:1' }));
    expect(request.headers.has('content-type')).toBe(false);
    expect(await request.text()).toBe('');
  });
});
