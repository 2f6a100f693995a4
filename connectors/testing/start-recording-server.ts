import { recordRequest, startLoopbackServer, type LoopbackServer, type RecordedRequest } from './loopback-server.ts';

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface RecordingServer extends LoopbackServer {
  requests: RecordedRequest[];
  /** The latest request; throws where there is none */
  last(): RecordedRequest;
}

/** A server that remembers what it was sent and answers what the test says: `{}` as JSON if that is nothing. */
export async function startRecordingServer(
  answer: (request: RecordedRequest) => Answer | undefined = () => undefined,
): Promise<RecordingServer> {
  const requests: RecordedRequest[] = [];
  const server = await startLoopbackServer(async (incoming, response) => {
    const request = await recordRequest(incoming);
    requests.push(request);
    const { status = 200, headers = { 'content-type': 'application/json' }, body = '{}' } = answer(request) ?? {};
    response.writeHead(status, headers).end(body);
  });
  const last = () => {
    const request = requests.at(-1);
    if (!request) throw new Error('no request has arrived');
    return request;
  };
  return { ...server, requests, last };
}
