import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { Dialler } from './dialler.ts';

describe('the connections of a worker', () => {
  let folder: string;
  let app: Server;
  let dialler: Dialler;
  const atTheApp = new Set<Socket>();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialler-'));
    dialler = new Dialler(folder);
    app = createServer((socket) => {
      atTheApp.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => atTheApp.delete(socket));
      socket.pipe(socket);
    });
    await once(app.listen(0, '127.0.0.1'), 'listening');
  });

  afterEach(async () => {
    dialler.close();
    app.close();
    await rm(folder, { recursive: true });
  });

  const dial = async () => {
    const socket = connect((app.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };

  async function pickUp(name: string): Promise<Socket> {
    const socket = connect(join(folder, name));
    await once(socket, 'connect');
    socket.on('error', () => {});
    return socket.resume();
  }

  test('lead to the app, and leave nothing in the folder', async () => {
    dialler.begin(dial);
    const socket = connect(join(folder, await dialler.open('app.test', 443)));
    socket.end('hello');
    expect((await socket.toArray()).join('')).toBe('hello');
    expect(await readdir(folder)).toEqual([]);
  });

  test('are opened during a call only, and not without end', async () => {
    await expect(dialler.open('app.test', 443)).rejects.toMatchObject({ code: 'egress_blocked' });
    dialler.begin(() => Promise.reject(new ConnectorError('provider_unreachable', 'No.')));
    for (let count = 0; count < 64; count++) {
      await expect(dialler.open('app.test', 443)).rejects.toMatchObject({ code: 'provider_unreachable' });
    }
    await expect(dialler.open('app.test', 443)).rejects.toMatchObject({ code: 'egress_blocked' });
    dialler.end();
    await expect(dialler.open('app.test', 443)).rejects.toMatchObject({ code: 'egress_blocked' });
  });

  test('outlive their call, but do not add up', async () => {
    let sockets: Socket[] = [];
    for (let call = 0; call < 2; call++) {
      dialler.begin(dial);
      for (let count = 0; count < 20; count++) sockets.push(await pickUp(await dialler.open('app.test', 443)));
      dialler.end();
    }
    expect(sockets.filter((socket) => !socket.closed)).toHaveLength(40);
    dialler.begin(dial);
    await expect.poll(() => sockets.filter((socket) => !socket.closed).length).toBe(32);
    await expect.poll(() => atTheApp.size).toBe(32);
    sockets = sockets.filter((socket) => !socket.closed);
    dialler.close();
    await expect.poll(() => sockets.every((socket) => socket.closed)).toBe(true);
  });

  test('that stand when the process has ended are closed', async () => {
    const { promise, resolve } = Promise.withResolvers<Socket>();
    dialler.begin(() => promise);
    const opening = dialler.open('app.test', 443);
    dialler.close();
    const upstream = await dial();
    resolve(upstream);
    await expect(opening).rejects.toMatchObject({ code: 'provider_unreachable' });
    expect(upstream.destroyed).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });
});
