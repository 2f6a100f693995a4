import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

const starter = join(import.meta.dirname, '../../../testing/start-looping-process.ts');

test('a worker that hangs in a loop ends with a server that is killed outright', async () => {
  const server = fork(starter, [], { execArgv: [] });
  const [worker] = (await once(server, 'message')) as [number];
  expect(isRunning(worker)).toBe(true);
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
  await vi.waitFor(() => expect(isRunning(worker)).toBe(false), { timeout: 10_000 });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
