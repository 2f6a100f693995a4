import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connector } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { documentOf, loadTestApp, testCredentials } from '#connectors/testing/make-app-folder.ts';
import { startRecordingServer, type Answer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

let server: RecordingServer;
let connector: Connector;
let answer: Answer;

beforeAll(async () => {
  server = await startRecordingServer(() => answer);
  connector = await loadTestApp({
    document: documentOf(server.origin, {
      '/thing': {
        get: { operationId: 'getThing', responses: { 200: { content: { 'text/csv': {}, 'application/json': {} } } } },
      },
    }),
  });
});
afterAll(() => server.close());

const invoke = () => connector.invoke({ functionName: 'test-get-thing', input: {} }, callContext(testCredentials));
const outputOf = async (contentType: string, body: string | Uint8Array) => {
  answer = { headers: { 'content-type': contentType }, body };
  return (await invoke()).output;
};

describe('what comes out of a call', () => {
  it('is the parsed body where that is JSON', async () => {
    expect(await outputOf('application/json; charset=utf-8', '{"a":[1,null,"ü"]}')).toEqual({ a: [1, null, 'ü'] });
    expect(await outputOf('application/vnd.api+json', '{"a":1}')).toEqual({ a: 1 });
    expect(await outputOf('application/problem+json', '[]')).toEqual([]);
  });

  it('has no __proto__, however it is spelt', async () => {
    const body =
      '{"__proto__":{"polluted":1},"\\u005f_proto__":{"polluted":1},"a":{"__proto__":1,"b":2},"constructor":{"c":3}}';
    const output = await outputOf('application/json', body);
    expect(Object.getOwnPropertyNames(output)).toEqual(['a', 'constructor']);
    expect(output).toEqual({ a: { b: 2 }, constructor: { c: 3 } });
  });

  it('is text where that is text, or calls itself JSON and is not', async () => {
    expect(await outputOf('text/turtle', '<a> <b> <c> .')).toBe('<a> <b> <c> .');
    expect(await outputOf('application/xml', '<a/>')).toBe('<a/>');
    expect(await outputOf('text/plain; charset=iso-8859-1', new Uint8Array([0xfc]))).toBe('ü');
    expect(await outputOf('application/json', '<html>Bad gateway</html>')).toBe('<html>Bad gateway</html>');
    expect(await outputOf('text/plain; charset=made-up', 'abc')).toBe('abc');
  });

  it('is Base64 with its type where that is neither', async () => {
    expect(await outputOf('image/png', new Uint8Array([0, 255]))).toEqual({
      content_type: 'image/png',
      base64: 'AP8=',
    });
  });

  it('is null where there is nothing', async () => {
    answer = { status: 204, headers: {}, body: '' };
    expect(await invoke()).toEqual({ status: 204, output: null });
  });

  it('is the body of a refusal too, with its status', async () => {
    answer = { status: 422, headers: { 'content-type': 'application/json' }, body: '{"error":"no"}' };
    expect(await invoke()).toEqual({ status: 422, output: { error: 'no' } });
  });

  it('says when the vendor wants to be asked again', async () => {
    answer = { status: 429, headers: { 'retry-after': '7' } };
    expect(await invoke()).toEqual({ status: 429, output: {}, retryAfter: '7' });
  });

  it('says what the vendor calls the request', async () => {
    answer = { status: 200, headers: { 'x-acme-request-id': 'r-7' } };
    expect(await invoke()).toEqual({ status: 200, output: {}, requestId: 'r-7' });
  });

  it('was asked for as the document says, JSON first', async () => {
    await outputOf('application/json', '{}');
    expect(server.last().headers.accept).toBe('application/json, text/csv, */*;q=0.1');
  });
});

describe('a call that gets no answer', () => {
  const failing = (error: Error, signal = AbortSignal.timeout(10_000)) =>
    connector.invoke(
      { functionName: 'test-get-thing', input: {} },
      { ...callContext(testCredentials, signal), fetch: () => Promise.reject(error) },
    );

  it("is the guarded fetch's own error, even wrapped", async () => {
    const blocked = new ConnectorError('egress_blocked', 'no');
    await expect(failing(blocked)).rejects.toBe(blocked);
    await expect(failing(new TypeError('fetch failed', { cause: blocked }))).rejects.toBe(blocked);
  });

  it('is provider_unreachable, or provider_timeout once the call is over', async () => {
    await expect(failing(new TypeError('fetch failed'))).rejects.toMatchObject({ code: 'provider_unreachable' });
    await expect(failing(new Error('aborted'), AbortSignal.abort())).rejects.toMatchObject({
      code: 'provider_timeout',
    });
  });

  it('names the function it does not have', async () => {
    const result = connector.invoke({ functionName: 'test-none', input: {} }, callContext(testCredentials));
    await expect(result).rejects.toMatchObject({
      code: 'unknown_function',
      message: expect.stringContaining('test-none'),
    });
  });
});
