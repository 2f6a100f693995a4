import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { findBinaries } from './find-binaries.ts';
import { unprivilegedAccount, type Account } from './unprivileged-account.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whether what is committed is on the disk, as it is in production; throw-away files need no such thing. */
const durable = process.argv.includes('--durable');

/** A line of the standard input that has the server end, orderly or as in a crash, and start again so much later. */
const restartOrder = /^(restart|crash) after (\d+) ms$/;

/**
 * Runs a throw-away PostgreSQL for as long as the standard input is open: prints its URL on one line, and when the
 * input ends, because the tests are over or their process died in whatever way, stops the server and removes its files.
 * A line as of `restartOrder` it prints again once the server takes connections anew.
 */
async function main(): Promise<void> {
  const orders = createInterface(process.stdin);
  const told = Promise.race([once(orders, 'close'), ...signals.map((signal) => once(process, signal))]);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'integry-postgres-'));
  let server: ChildProcess | undefined;
  try {
    const account = unprivilegedAccount();
    if (account) chownSync(folder, account.uid, account.gid);
    const binaries = reachableBinaries(findBinaries(), folder, account);
    const data = path.join(folder, 'data');
    const password = randomBytes(16).toString('hex');
    initialise(binaries, data, password, account);

    const port = await freePort();
    const startServer = async (): Promise<ChildProcess> => {
      const started = start(binaries, data, port, account);
      await acceptsConnections(started);
      return started;
    };
    server = await startServer();
    console.log(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`);
    for (;;) {
      const order = await Promise.race([told, once(orders, 'line'), once(server, 'exit')]);
      const [line, how, pause] = restartOrder.exec(String((order as unknown[])[0])) ?? [];
      if (line === undefined) break;
      await stop(server, how === 'crash' ? 'SIGQUIT' : 'SIGINT');
      await wait(Number(pause));
      server = await startServer();
      console.log(line);
    }
  } finally {
    if (server) await stop(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The account may not be let into a checkout of root's: then it gets a copy. */
function reachableBinaries(binaries: string, folder: string, account: Account | undefined): string {
  const postgres = path.join(binaries, 'postgres');
  if (!account || spawnSync(postgres, ['--version'], { ...account, cwd: folder }).status === 0) return binaries;
  const copy = path.join(folder, 'postgres');
  cpSync(path.dirname(binaries), copy, { recursive: true, verbatimSymlinks: true });
  return path.join(copy, path.basename(binaries));
}

function initialise(binaries: string, data: string, password: string, account: Account | undefined): void {
  const passwordFile = path.join(path.dirname(data), 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const args = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  const { status, stderr } = spawnSync(path.join(binaries, 'initdb'), [...args, '--locale=C', '--no-sync'], {
    ...account,
    cwd: path.dirname(data),
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

function start(binaries: string, data: string, port: number, account: Account | undefined): ChildProcess {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200',
    ...(durable ? [] : ['fsync=off', 'full_page_writes=off']),
    'autovacuum_naptime=1h',
    'log_min_messages=log',
    'lc_messages=C',
  ].flatMap((setting) => ['-c', setting]);
  return spawn(path.join(binaries, 'postgres'), ['-D', data, ...settings], {
    ...account,
    cwd: path.dirname(data),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Resolves when the server says that it is ready; rejects with what it said if it ends before. */
async function acceptsConnections(server: ChildProcess): Promise<void> {
  const said: string[] = [];
  if (!server.stderr) throw new Error('PostgreSQL was started without a log.');
  const lines = createInterface(server.stderr);
  const deadline = setTimeout(() => server.kill('SIGQUIT'), 60_000);
  try {
    for await (const line of lines) {
      said.push(line);
      if (line.includes('database system is ready to accept connections')) return void server.stderr.resume();
    }
  } finally {
    clearTimeout(deadline);
  }
  throw new Error(`PostgreSQL did not start: ${said.join('\n')}`);
}

async function stop(server: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill(signal);
  const deadline = setTimeout(() => server.kill('SIGQUIT'), 10_000);
  await exited;
  clearTimeout(deadline);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
