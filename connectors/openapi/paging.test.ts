import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, InvokeResult } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { documentOf, loadTestApp } from '#connectors/testing/make-app-folder.ts';
import { startRecordingServer, type Answer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

const ITEMS = Array.from({ length: 7 }, (_, index) => index + 1);
const SIZE = 3;

const integer = { type: 'integer' };
const query = (...names: string[]) =>
  names.map((name) => ({ name, in: 'query', schema: name === 'cursor' ? {} : integer }));
const paths = {
  '/cursor': { get: { operationId: 'byCursor', parameters: query('cursor', 'limit') } },
  '/last-item': { get: { operationId: 'byLastItem', parameters: query('after') } },
  '/last-item-more': { get: { operationId: 'byLastItemFlag', parameters: query('after') } },
  '/page': { get: { operationId: 'byPage', parameters: query('page') } },
  '/page-more': { get: { operationId: 'byPageFlag', parameters: query('page') } },
  '/offset': { get: { operationId: 'byOffset', parameters: query('start') } },
  '/link': { get: { operationId: 'byLink', parameters: query('limit') } },
  '/marked-link': { get: { operationId: 'byMarkedLink' } },
  '/next-url': { get: { operationId: 'byUrl', parameters: query('limit') } },
  '/body': {
    post: {
      operationId: 'byBody',
      requestBody: {
        content: {
          'application/json': { schema: { type: 'object', properties: { start_cursor: { type: 'string' } } } },
        },
      },
    },
  },
  '/stuck': { get: { operationId: 'stuck', parameters: query('cursor') } },
};
const functions = {
  byCursor: { pagination: { kind: 'cursor', parameter: 'cursor', next: '/meta/next' } },
  byLastItem: { pagination: { kind: 'cursor', parameter: 'after', items: '/items', next: '' } },
  byLastItemFlag: { pagination: { kind: 'cursor', parameter: 'after', items: '/items', next: '', more: '/more' } },
  byPage: { pagination: { kind: 'page', parameter: 'page', items: '/items' } },
  byPageFlag: { pagination: { kind: 'page', parameter: 'page', items: '/items', more: '/more' } },
  byOffset: { pagination: { kind: 'offset', parameter: 'start', items: '/items', more: '/more' } },
  byLink: { pagination: { kind: 'link' } },
  byMarkedLink: { pagination: { kind: 'link', more: 'results' } },
  byUrl: { pagination: { kind: 'link', next: '/next' } },
  byBody: { pagination: { kind: 'cursor', parameter: 'start_cursor', next: '/next', more: '/more' } },
  stuck: { pagination: { kind: 'cursor', parameter: 'cursor', next: '/next' } },
};

let server: RecordingServer;
let connector: Connector;
const credentials = { scheme: 'key', type: 'api_key', values: { api_key: 'secret' } } as const;

beforeAll(async () => {
  server = await startRecordingServer((request) => {
    const url = new URL(request.path, server.origin);
    return answers[url.pathname]?.(url, request.body ? (JSON.parse(request.body) as JsonObject) : {});
  });
  const auth = { key: { type: 'api_key', send: { in: 'query', name: 'api_key' } } };
  connector = await loadTestApp({ app: { functions, auth }, document: documentOf(server.origin, paths) });
});
beforeEach(() => void server.requests.splice(0));
afterAll(() => server.close());

const json = (value: unknown, headers: Record<string, string> = {}): Answer => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});
const from = (start: number) => ({ items: ITEMS.slice(start, start + SIZE), more: start + SIZE < ITEMS.length });

const answers: Record<string, (url: URL, body: JsonObject) => Answer> = {
  '/cursor': (url) => {
    const start = Number(url.searchParams.get('cursor')?.slice(1) ?? 0);
    return json({ items: from(start).items, meta: { next: from(start).more ? `c${start + SIZE}` : null } });
  },
  '/last-item': (url) => json(from(Number(url.searchParams.get('after') ?? 0))),
  '/last-item-more': (url) => json(from(Number(url.searchParams.get('after') ?? 0))),
  '/page': (url) => json(from((Number(url.searchParams.get('page') ?? 1) - 1) * SIZE)),
  '/page-more': (url) => json(from((Number(url.searchParams.get('page') ?? 1) - 1) * SIZE)),
  '/offset': (url) => json(from(Number(url.searchParams.get('start') ?? 0))),
  '/link': (url) => {
    const start = Number(url.searchParams.get('after') ?? 0);
    const next = `<https://elsewhere.example/x?after=${start + SIZE}&api_key=secret>; rel="next"`;
    return json(from(start), from(start).more ? { link: `<https://a.example/?a=1,2>; rel=first, ${next}` } : {});
  },
  '/marked-link': (url) => {
    const start = Number(url.searchParams.get('after') ?? 0);
    const link = (relation: string, results: boolean) =>
      `<${url.origin}/x?after=${start + SIZE}>; rel="${relation}"; results="${results}"`;
    return json(from(start), { link: `${link('previous', start > 0)}, ${link('next', from(start).more)}` });
  },
  '/next-url': (url) => {
    const start = Number(url.searchParams.get('after') ?? 0);
    return json({ ...from(start), next: from(start).more ? `/other?after=${start + SIZE}&q=a%20b` : null });
  },
  '/body': (_, body) => {
    const start = Number(body.start_cursor ?? 0);
    return json({ ...from(start), next: String(start + SIZE) });
  },
  '/stuck': () => json({ items: [1], next: 'always-the-same' }),
};

async function allPages(functionName: string, input: JsonObject = {}): Promise<InvokeResult[]> {
  const results: InvokeResult[] = [];
  let cursor: string | undefined;
  do {
    const result = await connector.invoke({ functionName, input, cursor }, callContext(credentials));
    results.push(result);
    cursor = result.nextPage;
  } while (cursor && results.length < 20);
  return results;
}

const itemsOf = (results: InvokeResult[]) => results.flatMap((result) => (result.output as { items: number[] }).items);

describe('a page loop', () => {
  it.each([
    ['test-by-cursor', 3],
    // Where only an empty page tells the end, one more call is needed.
    ['test-by-last-item', 4],
    ['test-by-last-item-flag', 3],
    ['test-by-page', 4],
    ['test-by-page-flag', 3],
    ['test-by-offset', 3],
    ['test-by-link', 3],
    ['test-by-marked-link', 3],
    ['test-by-url', 3],
    ['test-by-body', 3],
  ])('%s brings every item once and ends with an empty next_page', async (name, calls) => {
    const results = await allPages(name);
    expect(itemsOf(results)).toEqual(ITEMS);
    expect(results).toHaveLength(calls);
    expect(results.at(-1)?.nextPage).toBe('');
  });

  it('ends where the vendor hands out the same cursor again', async () => {
    expect(await allPages('test-stuck')).toHaveLength(2);
  });

  it('keeps the other parameters and does not offer the one that takes the cursor', async () => {
    await allPages('test-by-cursor', { limit: 3 });
    expect(server.requests.map((request) => request.path)).toEqual([
      '/cursor?limit=3&api_key=secret',
      '/cursor?cursor=c3&limit=3&api_key=secret',
      '/cursor?cursor=c6&limit=3&api_key=secret',
    ]);
    const { parameters, paged } = connector.functions().find((one) => one.name === 'test-by-cursor')!;
    expect({ paged, names: Object.keys(parameters.properties ?? {}) }).toEqual({ paged: true, names: ['limit'] });
  });

  it('by links keeps to its own address and lets no credential out in a cursor', async () => {
    const [first] = await allPages('test-by-link');
    expect(first?.nextPage).toBe('after=3');
    expect(server.requests.map((request) => request.path)).toEqual([
      '/link?api_key=secret',
      '/link?after=3&api_key=secret',
      '/link?after=6&api_key=secret',
    ]);
  });
});

describe('a cursor that was made up', () => {
  it.each(['-1', '1.5', 'x', '1&admin=1', '9'.repeat(30)])(
    'is refused where a number is needed: %s',
    async (cursor) => {
      const result = connector.invoke({ functionName: 'test-by-page', input: {}, cursor }, callContext(credentials));
      await expect(result).rejects.toMatchObject({ code: 'invalid_argument' });
    },
  );

  it('stays in the query', async () => {
    const cursor = 'a=1#x /../..?b\r\nX: 1';
    await connector.invoke({ functionName: 'test-by-link', input: {}, cursor }, callContext(credentials));
    expect(server.last().path).toBe('/link?a=1%23x%20%2F..%2F..%3Fb%0D%0AX%3A%201&api_key=secret');
  });

  it('is nothing to a function that is not paged', async () => {
    await connector.invoke({ functionName: 'test-me', input: {}, cursor: 'x' }, callContext(credentials));
    expect(server.last().path).toBe('/me?api_key=secret');
  });
});

describe('next_page', () => {
  it('is absent where the function is not paged, and where the vendor refused', async () => {
    const plain = await connector.invoke({ functionName: 'test-me', input: {} }, callContext(credentials));
    expect(plain).not.toHaveProperty('nextPage');
    const refusing = await startRecordingServer(() => ({ status: 429, ...json({ error: 'slow down' }) }));
    const other = await loadTestApp({ app: { functions }, document: documentOf(refusing.origin, paths) });
    const refused = await other.invoke(
      { functionName: 'test-by-cursor', input: {}, cursor: 'c3' },
      callContext(credentials),
    );
    expect(refused).toEqual({ status: 429, output: { error: 'slow down' } });
    await refusing.close();
  });
});
