import { once } from 'node:events';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createTestAuthority } from './test-certificates.ts';

/** A TLS server whose certificate nobody trusts. `connect` opens a raw connection to it. */
export async function startUntrustedServer(): Promise<{ connect(): Promise<Socket>; close(): Promise<void> }> {
  const { issue } = await createTestAuthority();
  const server = createServer(await issue(['untrusted.test']), (_request, response) => response.end('hello'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
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
