import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';
import { startUntrustedServer } from '#connectors/testing/untrusted-server.ts';
import { attack, type Defence } from '../attack.ts';
import {
  workerChecksCertificates,
  workerDialsOnlyByTheServer,
  workerHasFewPermissions,
  workerHasNoEnvironment,
  workerHasNoProcesses,
  workerIsWalledIn,
} from '../defences/pieces.ts';

const pieces = join(import.meta.dirname, '../../connectors/testing/pieces');
const entry = 'hostile-piece/index.cjs';
const { hostile } = createRequire(import.meta.url)(join(pieces, entry)) as {
  hostile: { _actions: Record<string, unknown> };
};

/**
 * What hostile-piece.test.ts tries as well, but what cannot be shown: it needs something that no machine has for certain (a way
 * to the internet, IPv6, who is root, another process), leads nowhere by itself, or would ruin the copy for the attacks after it.
 */
const notShown = new Set([
  'environment: the environment file of the first process',
  'environment: the environment file of any process',
  'files: a change of the runner',
  'files: a socket of the dialler kept for later',
  'processes: a message to the parent',
  'processes: a native addon',
  'processes: the debugger of this process',
  'processes: another program in place of this',
  'processes: a file of the project',
  'network: the server’s own port, over IPv6',
  'network: the server’s own port, by a WebSocket',
  'network: the server’s own port, by a socket with a handle',
  'network: the server’s own port, by a stolen call',
  'network: another host',
  'network: another host, with TLS',
  'network: another host that looks allowed',
  'network: another host, by a proxy setting',
  'network: the cloud’s metadata',
  'network: a name server',
  'network: a name server of its own',
]);

/** The layers that stop one way, or a kind of ways */
const walls: Record<string, readonly Defence[]> = {
  environment: [workerIsWalledIn, workerHasFewPermissions, workerHasNoEnvironment, workerHasNoProcesses],
  files: [workerIsWalledIn, workerHasFewPermissions, workerHasNoProcesses],
  processes: [workerIsWalledIn, workerHasFewPermissions, workerHasNoProcesses],
  network: [
    workerIsWalledIn,
    workerHasFewPermissions,
    workerHasNoEnvironment,
    workerDialsOnlyByTheServer,
    workerHasNoProcesses,
  ],
  'network: a bad certificate': [workerChecksCertificates],
  'network: a bad certificate, by fetch': [workerChecksCertificates, workerHasNoEnvironment],
};

const canary = `canary-${randomUUID()}`;

describe.runIf(process.platform === 'linux')('a hostile piece', () => {
  const pool = new WorkerPool({ isolation: 'namespaces', size: 1 });
  let folder: string;
  let servers: Server[];
  let untrusted: Awaited<ReturnType<typeof startUntrustedServer>>;
  /** What any process without walls gets at */
  let target: { file: string; socket: string; abstractSocket: string; port: number; pid: number };

  beforeAll(async () => {
    process.env['CANARY'] = canary;
    folder = await mkdtemp(join(tmpdir(), 'hostile-'));
    const file = join(folder, 'secret.json');
    await writeFile(file, JSON.stringify({ canary }));
    const places = { socket: join(folder, 'socket'), abstractSocket: `\0${canary}` };
    servers = await Promise.all([{ path: places.socket }, { path: places.abstractSocket }, { port: 0 }].map(greet));
    untrusted = await startUntrustedServer();
    const { port } = servers[2]!.address() as AddressInfo;
    target = { file, ...places, port, pid: process.pid };
  });

  afterAll(async () => {
    delete process.env['CANARY'];
    await pool.close();
    await untrusted.close();
    for (const server of servers) server.close();
    await rm(folder, { recursive: true });
    // Without walls a piece leaves it there.
    await rm('/tmp/left-by-a-piece', { force: true });
  });

  async function dial(host: string) {
    if (host === 'untrusted.test') return untrusted.connect();
    throw new ConnectorError('egress_blocked', `${host} is not one of the hosts this app may send to.`);
  }

  for (const way of Object.keys(hostile._actions).filter((name) => !notShown.has(name))) {
    const [kind = '', what = ''] = way.split(': ');
    attack('T3', `a piece gets at ${what}`, walls[way] ?? walls[kind]!, async () => {
      const auth = { index: 0, value: { type: 'SECRET_TEXT', secret_text: 'key' } };
      const task = { type: 'invoke', action: way, auth, input: target } as const;
      // Of its own: without walls a piece may change itself.
      const packages = join(folder, randomUUID());
      await cp(pieces, packages, { recursive: true });
      const answer = await pool
        .run({ packages, entry }, { tenant: 'hostile', task, dial, signal: AbortSignal.timeout(15_000) })
        .catch((error: ConnectorError) => error.code);
      if (typeof answer !== 'string') return textOf(answer);
      if (['function_failed', 'egress_blocked'].includes(answer)) return undefined;
      throw new Error(answer);
    });
  }
});

async function greet(where: { path: string } | { port: number }): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${canary.length}\r\n\r\n${canary}`);
  });
  server.listen({ host: '127.0.0.1', ...where });
  await once(server, 'listening');
  return server;
}

/** What the piece got. */
function textOf(answer: unknown): string | undefined {
  const { output } = answer as { output: { got: string | null } };
  return output.got === null ? undefined : output.got.slice(0, 80);
}
