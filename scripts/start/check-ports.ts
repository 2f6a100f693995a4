import { once } from 'node:events';
import { createServer } from 'node:net';
import { DomainError } from '#server/errors.ts';
import { listenError } from '#server/http/listen-error.ts';
import type { Settings } from './settings.ts';

/**
 * Throws `port_in_use`, naming the port and the variable that changes it, and `invalid_environment` for a HOST that is no
 * address of this machine: better now than after the build.
 */
export async function checkPorts({ server, demo, sandbox }: Settings): Promise<void> {
  const wanted = [
    { port: server.port, host: server.host, variable: 'PORT', what: 'the server' },
    { port: demo.port, host: '127.0.0.1', variable: 'DEMO_PORT', what: 'the demo' },
    { port: sandbox.port, host: '127.0.0.1', variable: 'SANDBOX_PORT', what: 'the sandbox' },
  ];
  const taken = new Map<number, string>();
  for (const { port, host, variable, what } of wanted) {
    const other = taken.get(port);
    const reason = other ? `is to be used by ${other} too` : await whyNot(port, host);
    taken.set(port, what);
    if (!reason) continue;
    const remedy = `Choose another one, for example: ${variable}=${port < 65_525 ? port + 10 : port - 10} npm start`;
    throw new DomainError('port_in_use', `Port ${port} for ${what} ${reason}. ${remedy}`);
  }
}

/** Throws where another port would be no help. */
async function whyNot(port: number, host: string): Promise<string | undefined> {
  const probe = createServer().listen({ port, host, exclusive: true });
  try {
    await once(probe, 'listening');
    probe.close();
    await once(probe, 'close');
    return undefined;
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    if (failure.code === 'EADDRINUSE') return 'is in use by another program';
    if (failure.code === 'EACCES') return 'needs rights that this user does not have';
    throw listenError(failure, { host, port });
  }
}
