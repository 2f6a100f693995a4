import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test, vi } from 'vitest';
import { freePort } from '#scripts/free-port.ts';

// Whole processes, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const children: ChildProcess[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function run(port: number, env: Record<string, string> = {}) {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'integry-start-'));
  folders.push(dataDir);
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env.PATH, PORT: String(port), DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const errors = text(child.stderr);
  const exited = once(child, 'exit');
  const ended = exited.then(async () => Promise.reject(new Error(`It ended: ${await errors}`)));
  const firstLine = Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  firstLine.catch(() => {});
  return { child, dataDir, errors, exited, firstLine };
}

test('the server says when it listens, and ends cleanly when told to', async () => {
  const port = await freePort();
  const { child, firstLine, exited, errors } = await run(port);
  expect((await firstLine)[0]).toBe(`listening on http://localhost:${port}`);
  expect(await (await fetch(`http://127.0.0.1:${port}/health/`)).json()).toEqual({ status: 'ok' });
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(await errors).toBe('');
});

test('a server that is told to end says first that it is not ready, and ends at once when told again', async () => {
  const port = await freePort();
  const { child, firstLine, exited } = await run(port, { DRAIN_DELAY_SECONDS: '600' });
  await firstLine;
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
  expect(await ask('/ready/')).toBe(200);
  child.kill('SIGTERM');
  await expect.poll(() => ask('/ready/')).toBe(503);
  expect(await ask('/health/')).toBe(200);
  child.kill('SIGTERM');
  expect(await exited).toEqual([null, 'SIGTERM']);
});

test('a server that cannot start says why in one line', async () => {
  const port = await freePort();
  const first = await run(port);
  await first.firstLine;
  const samePort = await run(port);
  expect(await samePort.exited).toEqual([1, null]);
  expect(await samePort.errors).toMatch(new RegExp(`^port_in_use: .*${port}.*PORT.*\n$`));
  const sameFolder = await run(await freePort(), { DATA_DIR: first.dataDir });
  expect(await sameFolder.exited).toEqual([1, null]);
  expect(await sameFolder.errors).toMatch(/^data_folder_locked: .*\n$/);
  const wrong = await run(port, { PORT: 'eighty', LOG_LEVEL: 'loud' });
  expect(await wrong.exited).toEqual([1, null]);
  expect(await wrong.errors).toMatch(/^invalid_environment: [^]*PORT[^]*LOG_LEVEL/);
  first.child.kill('SIGINT');
  expect(await first.exited).toEqual([0, null]);
});
