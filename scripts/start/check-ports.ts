import { once } from 'node:events';
import { createServer } from 'node:net';
import { DomainError } from '#server/errors.ts';
import type { Settings } from './settings.ts';

/** Throws `port_in_use`, naming the port and the variable that changes it: better now than after the build. */
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
    const remedy = `Choose another one, for example: ${variable}=${port + 10} npm start`;
    throw new DomainError('port_in_use', `Port ${port} for ${what} ${reason}. ${remedy}`);
  }
}

async function whyNot(port: number, host: string): Promise<string | undefined> {
  const probe = createServer().listen({ port, host, exclusive: true });
  try {
    await once(probe, 'listening');
    probe.close();
    await once(probe, 'close');
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'EADDRINUSE') return 'is in use by another program';
    return `cannot be listened on at ${host} (${code})`;
  }
}
