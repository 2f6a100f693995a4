import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Target {
  host: string;
  port: number;
}

/**
 * Passes each connection to a port of its own on to one of several targets in turn, as a load balancer below HTTP does;
 * one that cannot be reached is passed over. It can be shut, which looks from outside as if the machine behind it were gone.
 */
export class TcpRelay {
  readonly #targets: readonly Target[];
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #turn = 0;

  private constructor(targets: readonly Target[]) {
    this.#targets = targets;
  }

  static async listen(targets: readonly Target[]): Promise<TcpRelay> {
    const relay = new TcpRelay(targets);
    await relay.open();
    return relay;
  }

  /** On 127.0.0.1; the same after it was shut and opened */
  get port(): number {
    return this.#port;
  }

  async open(): Promise<void> {
    const server = createServer((socket) => this.#accept(socket)).listen(this.#port, '127.0.0.1');
    this.#server = server;
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Cuts what is connected, and refuses further connections. */
  async shut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = server && once(server.close(), 'close');
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#keep(socket);
    this.#turn += 1;
    this.#connect(socket, this.#turn, this.#targets.length);
  }

  #connect(socket: Socket, turn: number, tries: number): void {
    const target = this.#targets[turn % this.#targets.length];
    if (!target || tries === 0 || socket.destroyed) return void socket.destroy();
    const onward = connect(target);
    this.#keep(onward);
    const passOver = (): void => this.#connect(socket, turn + 1, tries - 1);
    onward.once('error', passOver);
    onward.once('connect', () => {
      onward.off('error', passOver);
      // Each end is told of the other's, in whatever way it came.
      socket.once('close', () => onward.destroy());
      onward.once('close', () => socket.destroy());
      socket.pipe(onward).pipe(socket);
    });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket.setNoDelay());
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
