import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { workerCommand } from './isolation.ts';

/** Runs a script behind the walls alone: without the permission model of Node, and what a worker takes from a piece. */
function behindTheWalls(script: string) {
  const { command, args } = workerCommand('namespaces', { packages: import.meta.dirname, sockets: tmpdir() });
  const walls = args.slice(0, args.lastIndexOf('/node') + 1);
  return spawnSync(command, [...walls, '--eval', script], { encoding: 'utf8', timeout: 15_000 });
}

test.runIf(process.platform === 'linux')('the walls let nothing be written, in memory neither', () => {
  expect(behindTheWalls('console.log(require("fs").readdirSync("/").includes("packages"))').stdout).toBe('true\n');
  for (const path of ['/dev/shm/file', '/file', '/sockets/file', '/packages/file', '/runner/file']) {
    const write = `require('fs').writeFileSync(${JSON.stringify(path)}, 'x'); console.log('written')`;
    const { stdout, status } = behindTheWalls(write);
    expect({ path, stdout, failed: status !== 0 }).toEqual({ path, stdout: '', failed: true });
  }
});
