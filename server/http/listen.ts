import { randomUUID } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { ErrorBody } from '#bridge-protocol/entities/error-body.ts';
import type { AppEnv } from './app-env.ts';
import { listenError } from './listen-error.ts';

export interface HttpServer {
  /**
   * Makes each answer from now on the last one on its connection. A client that sends on a connection just when it is closed
   * has a request that failed: most have none left by the time of `stop`.
   */
  sayGoodbye(): void;
  /**
   * Takes no more requests, waits for those under way, and cuts what is left after this many milliseconds. Answers how
   * many requests it has cut.
   */
  stop(graceMs: number): Promise<number>;
}

/** What a request may cost before it is understood. */
const limits = {
  /** Of the request line and all headers together, in bytes */
  maxHeaderSize: 16 * 1024,
  /** A request without a Host is refused all the same, but with a body that says so: see `unreadable` */
  requireHostHeader: false,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  /** Longer than the idle time of common load balancers, which would otherwise meet a closed connection */
  keepAliveTimeout: 65_000,
};

/** Serves the app. Throws `port_in_use`, and `invalid_environment` for a HOST that cannot be listened on. */
export async function listen(app: Hono<AppEnv>, { host, port }: { host: string; port: number }): Promise<HttpServer> {
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler: unreadable });
  const underWay = new Set<ServerResponse>();
  let isLast = false;
  const server = createServer(limits, (incoming, outgoing) => {
    underWay.add(outgoing);
    outgoing.shouldKeepAlive &&= !isLast;
    outgoing.once('close', () => {
      underWay.delete(outgoing);
      // Once the server is to end, Node waits also for a connection on which nothing more comes.
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    void listener(incoming, outgoing);
  });
  server.on('clientError', refuseConnection);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, { host, port })));
    server.listen({ host, port }, resolve);
  });
  const sayGoodbye = (): void => {
    isLast = true;
    for (const outgoing of underWay) outgoing.shouldKeepAlive = false;
  };
  return {
    sayGoodbye,
    stop(graceMs) {
      sayGoodbye();
      return stop(server, underWay, graceMs);
    },
  };
}

/** A request target or a Host that is no URL: the app never sees it. */
function unreadable(): Response {
  return Response.json(errorBody('invalid_argument', 'The request has no valid address.'), { status: 400 });
}

/** What Node's parser refuses. The socket is all there is to answer on. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const body = JSON.stringify(
    tooLarge
      ? errorBody('payload_too_large', 'The address and the headers may have at most 16 kB together.')
      : errorBody('invalid_argument', 'The request is not valid HTTP, or it took too long to arrive.'),
  );
  const head = [
    `HTTP/1.1 ${tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request'}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function errorBody(code: ErrorBody['code'], detail: string): ErrorBody {
  return { detail, code, request_id: randomUUID() };
}

async function stop(server: Server, underWay: ReadonlySet<ServerResponse>, graceMs: number): Promise<number> {
  let cut = 0;
  const timer = setTimeout(() => {
    cut = underWay.size;
    server.closeAllConnections();
  }, graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
  return cut;
}
