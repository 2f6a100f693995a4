import dgram from 'node:dgram';
import dns from 'node:dns';
import http2 from 'node:http2';
import net from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
import tls from 'node:tls';

/** Asks for a way to a host: the path of a socket on which the connection already stands. Rejects where it is refused. */
export type Dial = (host: string, port: number) => Promise<string>;

/**
 * Every connection a piece opens goes through `dial`, whichever client opens it: `fetch`, `http`, `https`, axios and raw
 * TCP all end at `net.Socket.connect` and `tls.connect`. TLS is spoken here, end to end with the app, and always checked.
 */
export function lockNetwork(dial: Dial): void {
  const { apply } = Reflect;
  const connectSocket = net.Socket.prototype.connect;
  const connectTls = tls.connect;

  function connect(this: net.Socket, ...given: unknown[]): net.Socket {
    const [options, callback] = normalised(given);
    if (callback) this.once('connect', callback);
    const { host = 'localhost', port, path } = options;
    if (path !== undefined || port === undefined) return this.destroy(refusal('Local sockets are out of reach.'));
    // As `connect` itself has it: what is written meanwhile waits.
    Object.assign(this, { connecting: true });
    dial(host, Number(port)).then(
      (socketPath) => {
        if (!this.destroyed) apply(connectSocket, this, [{ path: socketPath }]);
      },
      (error: Error) => this.destroy(error),
    );
    return this;
  }

  function secure(...given: unknown[]): tls.TLSSocket {
    const [options, callback] = normalised(given);
    const { host = 'localhost', port } = options;
    // A TLS socket of its own making would be wrapped around TCP before `connect` is asked.
    const socket = options.socket ?? net.connect({ host, port: Number(port) });
    const servername = options.servername ?? (net.isIP(host) ? '' : host);
    return connectTls({ ...options, host, servername, socket, rejectUnauthorized: true }, callback);
  }

  fix(net.Socket.prototype, 'connect', connect);
  fix(tls, 'connect', secure);
  closeOtherWays();
  syncBuiltinESMExports();
}

/** What listens, sends datagrams or looks names up; the dialler resolves names where they are checked. */
function closeOtherWays(): void {
  const refuse = (): never => {
    throw refusal('A piece may only open connections.');
  };
  fix(net.Server.prototype, 'listen', refuse);
  fix(dgram, 'createSocket', refuse);
  fix(dgram, 'Socket', refuse);
  fix(http2, 'createServer', refuse);
  const failLookup = (...given: unknown[]): void => {
    const callback = given.at(-1) as ((error: Error) => void) | undefined;
    queueMicrotask(() => callback?.(refusal('Names are resolved outside.')));
  };
  fix(dns, 'lookup', failLookup);
  fix(dns.promises, 'lookup', () => Promise.reject(refusal('Names are resolved outside.')));
  for (const name of Object.keys(dns).filter((one) => one.startsWith('resolve') || one === 'reverse')) {
    fix(dns, name, failLookup);
  }
}

type ConnectOptions = tls.ConnectionOptions & { path?: string };

/** The forms that `net.connect` and `tls.connect` take: options, a path, or a port with a host, then a callback. */
function normalised(given: unknown[]): [ConnectOptions, (() => void) | undefined] {
  const args: unknown[] = Array.isArray(given[0]) ? given[0] : given;
  const callback = args.findLast((one): one is () => void => typeof one === 'function');
  const options = args.find(isOptions) ?? {};
  const [first, second] = args;
  if (isOptions(first)) return [first, callback];
  if (typeof first === 'string' && !/^\d+$/.test(first)) return [{ ...options, path: first }, callback];
  return [{ ...options, port: Number(first), host: typeof second === 'string' ? second : 'localhost' }, callback];
}

const isOptions = (value: unknown): value is ConnectOptions => typeof value === 'object' && value !== null;

function refusal(message: string): Error {
  return Object.assign(new Error(message), { code: 'ERR_ACCESS_DENIED' });
}

function fix(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: false, configurable: false });
}
