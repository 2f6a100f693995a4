import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { createTestAuthority, type TestAuthority } from './test-certificates.ts';

export interface TlsFront {
  /** What has to be trusted, as PEM text */
  authority: string;
  port: number;
  /** A raw connection to it, in place of one to any host */
  connect(): Promise<Socket>;
  close(): Promise<void>;
}

/**
 * Plain local servers under the host names of vendors: it speaks TLS with a certificate for whichever name is asked for,
 * and hands each request on to the origin that `originOf` gives for the name. Undefined: nobody is there.
 */
export async function startTlsFront(originOf: (host: string) => string | undefined): Promise<TlsFront> {
  const authority = await createTestAuthority();
  const contexts = contextCache(authority);
  const server = createServer(
    {
      SNICallback: (host, done) => {
        contexts(host).then(
          (context) => done(null, context),
          (error: Error) => done(error),
        );
      },
    },
    (request, response) => handOn(request, response, originOf),
  );
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    authority: authority.certificate,
    port,
    connect: async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function contextCache(authority: TestAuthority): (host: string) => Promise<SecureContext> {
  const contexts = new Map<string, Promise<SecureContext>>();
  return (host) => {
    const known = contexts.get(host);
    if (known) return known;
    const made = authority.issue([host]).then(createSecureContext);
    contexts.set(host, made);
    return made;
  };
}

function handOn(
  request: IncomingMessage,
  response: ServerResponse,
  originOf: (host: string) => string | undefined,
): void {
  const origin = originOf(request.headers.host?.split(':')[0] ?? '');
  if (origin === undefined) {
    response.writeHead(502).end();
    return;
  }
  const { method, url, headers } = request;
  const target = httpRequest(new URL(url ?? '/', origin), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  target.on('error', () => response.destroy());
  request.pipe(target);
}
