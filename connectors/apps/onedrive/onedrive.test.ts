import { describe, expect, it } from 'vitest';
import type { Credentials } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { callContext } from '#connectors/testing/call-context.ts';

const credentials: Credentials = {
  scheme: 'oauth2',
  type: 'oauth2',
  accessToken: 'at',
  tokenType: 'Bearer',
  extra: {},
};
const connector = await loadAppFolder(import.meta.dirname, { environment: {} });
const drive = 'https://graph.microsoft.com/v1.0/me/drive';

async function call(name: string, input: JsonObject, answer: JsonObject = {}, cursor?: string) {
  const requests: Request[] = [];
  const fetch = (request: Request) => (requests.push(request), Promise.resolve(Response.json(answer)));
  const context = { ...callContext(credentials), fetch };
  const result = await connector.invoke({ functionName: `onedrive-${name}`, input, cursor }, context);
  return { request: requests[0]!, result };
}

describe('OneDrive', () => {
  it('writes a file at a whole path', async () => {
    const body = { base64: 'aGVsbG8=', content_type: 'text/plain' };
    const { request } = await call('upload-a-file', { path: 'reports/May 2026.txt', body });
    expect(request.method).toBe('PUT');
    expect(request.url).toBe(`${drive}/root:/reports/May%202026.txt:/content`);
    expect(request.headers.get('content-type')).toBe('text/plain');
    expect(await request.text()).toBe('hello');
  });

  it('takes no path that leads out of the drive', async () => {
    const path = '../../users/sam';
    await expect(call('get-a-file-or-folder-by-path', { path })).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  it('keeps what is searched for in its place of the path', async () => {
    const { request } = await call('search-files', { q: "it''s) or (" });
    expect(request.url).toBe(`${drive}/root/search(q='it%27%27s%29%20or%20%28')`);
  });

  it('pages by the link to the next page', async () => {
    const answer = { value: [], '@odata.nextLink': `${drive}/items/root/children?$top=2&$skiptoken=a%2Bb` };
    const { result } = await call('list-a-folder', { item_id: 'root', $top: 2 }, answer);
    const { request } = await call('list-a-folder', { item_id: 'root' }, {}, result.nextPage);
    expect(new URL(request.url).searchParams.get('$skiptoken')).toBe('a+b');
  });
});
