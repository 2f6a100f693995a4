import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { GuardedDial } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';

/** How many connections one call may open. */
const MOST_CONNECTIONS = 64;
/** How many sockets may be left of the calls before, two for each connection. */
const MOST_KEPT = 64;
/** How long a worker may take to pick up a connection, in milliseconds. */
const PICK_UP_MS = 5_000;
/** Bytes that may come in during one call. */
const MOST_RECEIVED = 64 * 1024 * 1024;

/**
 * The connections of one worker. It has no network; it asks for a host while a call is under way, and gets the path of a
 * socket on which the connection stands that the call's dial has checked and opened. Connections outlive their call, as
 * every client of HTTP expects: a worker serves one tenant, whose hosts they lead to.
 */
export class Dialler {
  readonly #folder: string;
  readonly #open = new Set<Socket>();
  #dial: GuardedDial | undefined;
  #isClosed = false;
  #count = 0;
  #received = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A call begins: what it opens, it opens by this dial. Of what is open already, the oldest makes room. */
  begin(dial: GuardedDial): void {
    for (const socket of [...this.#open].slice(0, -MOST_KEPT)) socket.destroy();
    this.#dial = dial;
    this.#count = 0;
    this.#received = 0;
  }

  /** The call is over: nothing more is opened. */
  end(): void {
    this.#dial = undefined;
  }

  /** The name of a socket in the folder that leads to the host. Throws a `ConnectorError` that says why not. */
  async open(host: string, port: number): Promise<string> {
    const dial = this.#dial;
    if (!dial) throw new ConnectorError('egress_blocked', 'No call is under way.');
    this.#count += 1;
    if (this.#count > MOST_CONNECTIONS) {
      throw new ConnectorError('egress_blocked', 'The call opened too many connections.');
    }
    const upstream = await dial(host, port);
    this.#keep(upstream);
    // Its process has ended meanwhile, or the app has hung up.
    if (this.#isClosed) upstream.destroy();
    if (upstream.destroyed) throw new ConnectorError('provider_unreachable', `${host} closed the connection.`);
    return this.#offer(upstream);
  }

  /** Ends every connection, and opens none any more. */
  close(): void {
    this.#isClosed = true;
    this.end();
    this.#closeAll();
  }

  #closeAll(): void {
    for (const socket of this.#open) socket.destroy();
  }

  /** A socket of one connection: whoever comes first gets it, and it is gone. */
  async #offer(upstream: Socket): Promise<string> {
    // Short: the path of a socket may have 104 characters on some systems.
    const name = randomBytes(8).toString('hex');
    const path = join(this.#folder, name);
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    // Closing removes the socket's file too.
    const end = (): void => {
      clearTimeout(timer);
      server.close();
    };
    const timer = setTimeout(() => upstream.destroy(), PICK_UP_MS);
    upstream.once('close', end);
    server.once('connection', (socket) => {
      end();
      this.#join(socket, upstream);
    });
    server.on('error', () => upstream.destroy());
    await once(server.listen(path), 'listening');
    return name;
  }

  #join(socket: Socket, upstream: Socket): void {
    this.#keep(socket);
    upstream.on('data', (chunk: Buffer) => {
      this.#received += chunk.length;
      if (this.#received <= MOST_RECEIVED) return;
      this.end();
      this.#closeAll();
    });
    upstream.pipe(socket);
    socket.pipe(upstream);
    socket.once('close', () => upstream.destroy());
    upstream.once('close', () => socket.destroySoon());
  }

  #keep(socket: Socket): void {
    this.#open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#open.delete(socket));
  }
}
