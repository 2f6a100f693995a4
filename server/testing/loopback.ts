import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { createEgress, type Egress, type EgressOptions } from '../egress/guarded-fetch.ts';

/** An HTTP server on a free port of 127.0.0.1, for the running test; answers the port. */
export function serve(answer: (...given: Parameters<RequestListener>) => unknown): Promise<number> {
  return listen(createServer((request, response) => void answer(request, response)));
}

/** As `serve`, for bytes. */
export function serveTcp(answer: (socket: Socket) => void): Promise<number> {
  return listen(createTcpServer((socket) => answer(socket.on('error', () => undefined))));
}

async function listen(server: Server | TcpServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** A way out for the running test; to no internal host unless told otherwise. */
export function testEgress(options: Partial<EgressOptions> = {}): Egress {
  const egress = createEgress({ allowedInternalHosts: [], ...options });
  onTestFinished(() => egress.close());
  return egress;
}

/** May reach the loopback under each of the given names. */
export function insideEgress(...hosts: string[]): Egress {
  return testEgress({ allowedInternalHosts: hosts.map((host) => ({ host })) });
}

/** The code with which the work fails. */
export async function failureOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );
}
