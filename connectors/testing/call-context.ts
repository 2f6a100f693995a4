import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { CallContext, Credentials } from '../kit/connector.ts';

/** A call's context without the server's guards: for tests against loopback servers. */
export function callContext(credentials: Credentials, signal: AbortSignal = AbortSignal.timeout(10_000)): CallContext {
  return { credentials, signal, tenant: 'test', fetch: (request) => fetch(request), dial: dialDirectly };
}

async function dialDirectly(host: string, port: number): Promise<Socket> {
  const socket = connect(port, host);
  await once(socket, 'connect');
  return socket;
}
