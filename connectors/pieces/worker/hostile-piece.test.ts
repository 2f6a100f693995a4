import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { startUntrustedServer } from '#connectors/testing/untrusted-server.ts';
import { WorkerPool } from './worker-pool.ts';

/**
 * What a piece that means harm gets at from behind the walls that the operating system holds: nothing. The canaries are
 * within reach of any process on this machine, which the first test makes sure of.
 */
const packages = join(import.meta.dirname, '../../testing/pieces');
const source = { packages, entry: 'hostile-piece/index.cjs' };
const { hostile } = createRequire(import.meta.url)(join(packages, source.entry)) as {
  hostile: { _actions: Record<string, unknown> };
};
const ways = Object.keys(hostile._actions);

const canary = `canary-${randomUUID()}`;
let folder: string;
let servers: Server[];
let untrusted: Awaited<ReturnType<typeof startUntrustedServer>>;
let target: { file: string; socket: string; abstractSocket: string; port: number; pid: number };
const pool = new WorkerPool({ isolation: 'namespaces', size: 1 });

beforeAll(async () => {
  process.env.CANARY = canary;
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  const file = join(folder, 'secret.json');
  await writeFile(file, JSON.stringify({ canary }));
  const socket = join(folder, 'socket');
  const abstractSocket = `\0${canary}`;
  servers = await Promise.all([socket, abstractSocket, 0].map(greetingServer));
  untrusted = await startUntrustedServer();
  const address = servers[2]!.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  target = { file, socket, abstractSocket, port, pid: process.pid };
});

afterAll(async () => {
  delete process.env.CANARY;
  await pool.close();
  await untrusted.close();
  for (const server of servers) server.close();
  await rm(folder, { recursive: true });
});

function greetingServer(where: string | number): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${canary.length}\r\n\r\n${canary}`);
  });
  const address = typeof where === 'string' ? { path: where } : { port: where, host: '127.0.0.1' };
  return new Promise((resolve) => server.listen(address, () => resolve(server)));
}

/** Leads to what the app may reach, as the server's dial does: a server with a certificate that nobody vouches for. */
async function dial(host: string) {
  if (host === 'untrusted.test') return untrusted.connect();
  throw new ConnectorError('egress_blocked', `${host} is not one of the hosts this app may send to.`);
}

describe.runIf(process.platform === 'linux')('a hostile piece', () => {
  test('has at least fifty ways to try, and something to find', async () => {
    expect(ways.length).toBeGreaterThanOrEqual(50);
    expect(process.env.CANARY).toBe(canary);
    expect(await readFile(target.file, 'utf8')).toContain(canary);
  });

  test.each(ways)('gets nothing by %s', async (action) => {
    const auth = { index: 0, value: { type: 'SECRET_TEXT', secret_text: 'key' } };
    const task = { type: 'invoke', action, auth, input: target } as const;
    const answer = await pool
      .run(source, { tenant: 'hostile', task, dial, signal: AbortSignal.timeout(15_000) })
      .catch((error: ConnectorError) => error.code);
    if (typeof answer === 'string') expect(['function_failed', 'egress_blocked']).toContain(answer);
    else expect(answer).toMatchObject({ type: 'answer', output: { got: null } });
  });

  test('has left everything as it was', async () => {
    expect(await readdir(join(packages, 'hostile-piece'))).toEqual(['index.cjs', 'package.json']);
    expect((await readFile(join(packages, source.entry), 'utf8')).length).toBeGreaterThan(1_000);
    expect(await readdir(folder)).toEqual(['secret.json', 'socket']);
  });
});
