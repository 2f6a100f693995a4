import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../scripts/free-port.ts';
import { startProgram } from '../../harness/child-process.ts';
import { fromDebian, program } from '../from-debian.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface MariaDb {
  host: '127.0.0.1';
  port: number;
  database: string;
  user: string;
  password: string;
  stop(): Promise<void>;
}

/** Starts MariaDB on this machine only, with one database, made by `schema`, and one user who may do everything in it. */
export async function startMariaDb(schema: readonly string[] = []): Promise<MariaDb> {
  const server = fromDebian('mariadb-server-core', () => program('mariadbd'));
  const installer = fromDebian('mariadb-server-core', () => program('mariadb-install-db'));
  // The installer is a script that calls this one.
  fromDebian('mariadb-client-core', () => program('my_print_defaults'));
  const folder = temporaryFolder('mariadb');
  const data = join(folder.path, 'data');
  // Who runs it as root has to say so.
  const owner = `--user=${userInfo().username}`;
  initialise(installer, data, owner);

  const [database, user, password] = ['shop', 'jane', 'correct horse battery staple'];
  const first = join(folder.path, 'first.sql');
  const statements = [
    `CREATE DATABASE ${database}`,
    `CREATE USER ${user}@'127.0.0.1' IDENTIFIED BY '${password}'`,
    `GRANT ALL ON ${database}.* TO ${user}@'127.0.0.1'`,
    `USE ${database}`,
    ...schema,
  ];
  // The server reads one statement a line, before it answers anybody.
  await writeFile(first, statements.map((statement) => `${statement};\n`).join(''));

  const host = '127.0.0.1';
  const port = await freePort();
  const settings = [
    `--datadir=${data}`,
    `--bind-address=${host}`,
    `--port=${port}`,
    `--socket=${join(folder.path, 'socket')}`,
    `--pid-file=${join(folder.path, 'pid')}`,
    `--init-file=${first}`,
    '--skip-name-resolve',
    // As Debian's own settings, which are not read here, have it
    '--character-set-server=utf8mb4',
    // The files are thrown away: nothing needs to survive a crash of the machine.
    '--innodb-flush-log-at-trx-commit=0',
  ];
  const running = await startProgram([server, '--no-defaults', owner, ...settings], {}, () => greets(host, port));
  return {
    ...{ host, port, database, user, password },
    stop: async () => {
      await running.stop();
      folder.remove();
    },
  };
}

function initialise(installer: string, data: string, owner: string): void {
  const args = ['--no-defaults', `--datadir=${data}`, owner, '--auth-root-authentication-method=normal'];
  const { status, signal, stdout, stderr } = spawnSync(installer, [...args, '--skip-test-db', '--skip-name-resolve'], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(`mariadb-install-db ended with ${status ?? signal}:\n${stdout}${stderr}`);
}

/** The server speaks first. */
async function greets(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  try {
    await once(socket, 'data', { signal: AbortSignal.timeout(2000) });
    return true;
  } finally {
    socket.destroy();
  }
}
