import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/open-database.ts';
import { readHolder } from '../db/pglite/folder-holder.ts';
import { createLogger } from '../log.ts';
import { makeUser } from '../testing/rows.ts';
import { addAccount } from '../testing/test-workspace.ts';
import { openVault } from '../vault/open-vault.ts';
import { openAdmin, runAdminCommand } from './open-admin.ts';
import { serveAdminSocket } from './serve-admin-socket.ts';

const main = path.join(import.meta.dirname, 'main.ts');

// Each run of the command starts a process of its own, and most of them open a database.
describe('npm run admin', { timeout: 60_000 }, () => {
  let dataDir: string;
  const disposers: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'integry-admin-test-'));
  });
  afterEach(async () => {
    for (const dispose of disposers.splice(0).reverse()) await dispose();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function cli(args: string[], input = ''): Promise<{ code: unknown; out: string; err: string }> {
    const child = spawn(process.execPath, [main, ...args], {
      env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' },
    });
    child.stdin.end(input);
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[unknown]>,
    ]);
    return { code, out, err };
  }

  /** What a running server has open. */
  async function serve(folder: string) {
    const config = readConfig({ DATA_DIR: folder });
    const db = await openDatabase(config);
    disposers.push(() => db.close());
    const context = { config, db, vault: await openVault(config), log: createLogger('silent') };
    const stop = await serveAdminSocket(context);
    disposers.push(stop);
    return { ...context, stop };
  }

  it('seals nothing with a key that the servers do not have', async () => {
    const config = readConfig({ DATA_DIR: dataDir });
    const { appKey } = await runAdminCommand(config, 'workspace create', { name: 'Acme' });
    await runAdminCommand(config, 'secret create', { appKey });
    await rm(path.join(dataDir, 'vault.key'));
    await expect(runAdminCommand(config, 'secret create', { appKey })).rejects.toMatchObject({
      code: 'invalid_environment',
      message: expect.stringContaining('VAULT_KEY'),
    });
  });

  it('deletes a user without a server, and revokes what it can', async () => {
    const config = readConfig({ DATA_DIR: dataDir });
    const admin = await openAdmin(config);
    const { appKey } = await admin.run('workspace create', { name: 'Acme' });
    await admin.close();
    const { db, vault, stop } = await serve(dataDir);
    const workspaceId = (await db.workspaceIdOfAppKey(appKey))!;
    const userId = await makeUser(db, workspaceId, 'jane');
    await addAccount({ db, vault }, { workspaceId, userId }, { app: 'pipedrive' });
    await stop();
    await db.close();
    const deleted = await runAdminCommand(config, 'user delete', { appKey, userId: 'jane' });
    expect(deleted).toEqual({ connectedAccounts: 1, revoked: 1 });
  });

  it('sets a workspace up by itself, and prints text or JSON', async () => {
    const created = await cli(['workspace', 'create', 'Acme']);
    expect(created).toMatchObject({ code: 0, err: '' });
    const appKey = /ak_[\w-]{22}/.exec(created.out)?.[0] ?? '';
    const listed = await cli(['workspace', 'list', '--json']);
    expect(JSON.parse(listed.out)).toMatchObject([{ appKey, name: 'Acme' }]);
    const set = await cli(
      ['oauth-client', 'set', appKey, 'slack', '--id', 'cid', '--secret-stdin', '--json'],
      'canary\n',
    );
    expect(JSON.parse(set.out)).toMatchObject({
      secret: 'stored',
      redirectUri: `http://localhost:4600/oauth/callback/${appKey}/slack`,
    });
    expect(set.out + set.err).not.toContain('canary');
  });

  it.each([
    [['nonsense'], 'unknown command'],
    [['workspace', 'create'], "missing required argument 'name'"],
    [['workspace', 'set', 'ak_x', '--pairing', 'maybe'], 'Say on or off'],
    [['origin', 'add', 'ak_x', '*'], 'must be an origin'],
  ])('exits with 2 for a wrong command line: %j', async (args, message) => {
    const { code, out, err } = await cli(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it('exits with 1 for what the command itself cannot do, and with 0 for help', async () => {
    expect(await cli(['origin', 'list', `ak_${'x'.repeat(22)}`])).toMatchObject({ code: 1, out: '' });
    expect(await cli(['origin', '--help'])).toMatchObject({ code: 0, err: '' });
  });

  it('goes through the server that holds the data folder', async () => {
    const server = await serve(dataDir);
    const created = await cli(['workspace', 'create', 'Through the socket', '--json']);
    expect(created).toMatchObject({ code: 0, err: '' });
    const { appKey } = JSON.parse(created.out) as { appKey: string };
    expect(await server.db.workspaceIdOfAppKey(appKey)).toBeDefined();
    expect(await cli(['origin', 'add', appKey, 'https://X.example'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('must be an origin'),
    });
    await expect(runAdminCommand(server.config, 'secret list', { appKey })).resolves.toEqual([]);
  });

  it('says who holds the folder if that takes no commands', async () => {
    const db = await openDatabase({ dataDir });
    disposers.push(() => db.close());
    await expect(openAdmin(readConfig({ DATA_DIR: dataDir }))).rejects.toMatchObject({
      code: 'data_folder_locked',
      message: expect.stringContaining(`process ${process.pid}`),
    });
  });

  it.runIf(process.platform !== 'win32')('lets only the owner at the socket, and removes it', async () => {
    const server = await serve(dataDir);
    const socket = path.join(dataDir, 'admin.sock');
    expect((await stat(socket)).mode & 0o777).toBe(0o600);
    expect(await readHolder(dataDir)).toEqual({ pid: process.pid, adminSocket: socket });
    await server.stop();
    disposers.pop();
    expect(await readdir(dataDir)).not.toContain('admin.sock');
    expect(await readHolder(dataDir)).toEqual({ pid: process.pid });
  });

  it.runIf(process.platform !== 'win32')('finds a place for its socket in a folder with a long name', async () => {
    const folder = path.join(dataDir, 'long'.repeat(30));
    const server = await serve(folder);
    const { appKey } = await runAdminCommand(server.config, 'workspace create', { name: 'Far away' });
    expect(await server.db.workspaceIdOfAppKey(appKey)).toBeDefined();
  });

  it('answers nonsense on the socket with an error, and goes on', async () => {
    const server = await serve(dataDir);
    const address = (await readHolder(dataDir))?.adminSocket ?? '';
    for (const nonsense of [
      '\n',
      'x\n',
      '{"command":"drop","input":{}}\n',
      '{"command":"__proto__","input":{}}\n',
      'x'.repeat(1_100_000),
    ]) {
      const socket = connect(address).on('error', () => undefined);
      socket.write(nonsense);
      expect(JSON.parse((await text(socket)) || '{"ok":false}')).toMatchObject({ ok: false });
    }
    await expect(runAdminCommand(server.config, 'workspace list', {})).resolves.toEqual([]);
  });
});
