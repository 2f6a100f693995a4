import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  close(): Promise<void>;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A server for tests that is reached from this machine only. `port` absent: any free one. */
export async function startLoopbackServer(listener: Listener, port = 0): Promise<LoopbackServer> {
  const server = createServer((request, response) => void listener(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A request as a test server saw it. */
export interface RecordedRequest {
  method: string;
  /** As it was sent, undecoded, with its query */
  path: string;
  /** By lower-case name */
  headers: Record<string, string>;
  body: string;
}

export async function recordRequest(request: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers,
    // Latin-1 keeps every byte of a binary body.
    body: Buffer.concat(chunks).toString(isText(headers['content-type']) ? 'utf8' : 'latin1'),
  };
}

function isText(contentType = 'text/plain'): boolean {
  return /json|text|urlencoded/.test(contentType);
}
