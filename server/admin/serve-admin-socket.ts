import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { describeHolder } from '../db/pglite/folder-holder.ts';
import { DomainError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { commands } from './commands/index.ts';
import type { AdminContext } from './command.ts';
import { ANSWER_DEADLINE_MS, AdminRequest, type AdminReply } from './message.ts';
import { readLine } from './read-line.ts';
import { shortest, socketAddresses, type SocketAddress } from './socket-address.ts';

/** What the server has anyway: its `Services` will do. */
type ServerContext = AdminContext & { config: Pick<Config, 'databaseUrl' | 'dataDir'>; log: Logger };

/**
 * Takes administrator's commands from other processes of the same user while this one holds the data folder. The
 * address stands in the folder. With a PostgreSQL server there is nothing to do: commands go there directly.
 * Returns the disposer.
 */
export async function serveAdminSocket(context: ServerContext): Promise<() => Promise<void>> {
  const { databaseUrl, dataDir } = context.config;
  if (databaseUrl !== undefined) return async () => {};
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    void answer(socket, context);
  });
  const address = await listenAtFirst(server, socketAddresses(dataDir));
  if (!address) {
    const message = "The socket for administrator's commands could not be made: stop the server to run npm run admin";
    context.log.warn(message, { folder: dataDir });
    return async () => {};
  }
  await describeHolder(dataDir, { adminSocket: address.path });
  return async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
    await describeHolder(dataDir, {});
    if (address.folder !== undefined) await rm(address.folder, { recursive: true, force: true });
  };
}

/** Answers where the server listens now; undefined if it can nowhere. */
async function listenAtFirst(server: Server, addresses: readonly SocketAddress[]): Promise<SocketAddress | undefined> {
  for (const address of addresses) {
    try {
      if (address.folder !== undefined) await mkdir(address.folder, { mode: 0o700 });
      // Left by a process that was killed: the folder is ours now.
      else if (process.platform !== 'win32') await rm(address.path, { force: true });
      await listenForOwner(server, address.path);
      return address;
    } catch {
      if (address.folder !== undefined) await rm(address.folder, { recursive: true, force: true });
    }
  }
  return undefined;
}

/** Makes the socket with rights for its owner only; narrowing them afterwards would leave a moment for others. */
async function listenForOwner(server: Server, path: string): Promise<void> {
  const listening = once(server, 'listening');
  const previous = process.umask(0o177);
  try {
    server.listen(shortest(path));
  } finally {
    process.umask(previous);
  }
  await listening;
}

async function answer(socket: Socket, context: ServerContext): Promise<void> {
  socket.on('error', () => socket.destroy());
  socket.setTimeout(ANSWER_DEADLINE_MS, () => socket.destroy());
  const reply = await replyTo(socket, context);
  socket.end(`${JSON.stringify(reply)}\n`);
}

async function replyTo(socket: Socket, context: ServerContext): Promise<AdminReply> {
  try {
    const { command, input } = AdminRequest.parse(JSON.parse(await readLine(socket)));
    return { ok: true, output: await runNamed(command, context, input) };
  } catch (error) {
    if (error instanceof DomainError) return { ok: false, error: { code: error.code, message: error.message } };
    context.log.error("An administrator's command failed", { error });
    return {
      ok: false,
      error: { code: 'server_error', message: 'The server could not run the command; its log says why.' },
    };
  }
}

function runNamed(name: string, context: AdminContext, input: unknown): Promise<unknown> {
  const command = new Map(Object.entries(commands)).get(name);
  if (!command) throw new DomainError('not_supported', `The running server does not know "${name}". Restart it.`);
  return command.run(context, input);
}
