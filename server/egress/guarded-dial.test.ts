import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { failureOf, serve, serveTcp, testEgress } from '../testing/loopback.ts';

describe('a raw connection', () => {
  test.each([
    ['127.0.0.1', 443],
    ['localhost', 443],
    ['::1', 3306],
    ['0x7f000001', 443],
    ['169.254.169.254', 443],
    ['10.0.0.1', 3306],
    ['::ffff:127.0.0.1', 443],
  ])('to %s port %i is refused, for any connector', async (host, port) => {
    expect(await failureOf(testEgress().dialTo(['*'])(host, port))).toBe('egress_blocked');
  });

  test('to a name that resolves inwards is refused', async () => {
    const { dialTo } = testEgress({ resolve: () => Promise.resolve(['93.184.215.14', '10.0.0.1']) });
    expect(await failureOf(dialTo(['*'])('mixed.test', 443))).toBe('egress_blocked');
  });

  test('to a host that the connector did not name is refused before it is looked up', async () => {
    const { dialTo } = testEgress({ resolve: () => Promise.reject(new Error('was looked up')) });
    expect(await failureOf(dialTo(['*.example.com'])('evil.test', 443))).toBe('egress_blocked');
  });

  test('on the port of plain HTTP is refused', async () => {
    const { dialTo } = testEgress({ resolve: () => Promise.resolve(['93.184.215.14']) });
    expect(await failureOf(dialTo(['*'])('example.com', 80))).toBe('egress_blocked');
  });

  test('to an internal host that is allowed by name carries bytes both ways', async () => {
    const port = await serveTcp((socket) => socket.pipe(socket));
    const { dialTo } = testEgress({ allowedInternalHosts: [{ host: 'db.localhost', port }] });
    const socket = await dialTo(['db.localhost'])('db.localhost', port);
    socket.write('ping');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toBe('ping');
    socket.destroy();
  });

  test('that breaks before anybody listens to it brings nothing else down', async () => {
    const port = await serveTcp((socket) => socket.resume());
    const { dialTo } = testEgress({ allowedInternalHosts: [{ host: 'db.localhost', port }] });
    const socket = await dialTo(['db.localhost'])('db.localhost', port);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.destroy(new Error('reset'));
    expect(await closed).toBe(true);
  });

  test('to where nobody listens says that the app cannot be reached', async () => {
    const { dialTo } = testEgress({ allowedInternalHosts: [{ host: 'localhost' }] });
    expect(await failureOf(dialTo(['localhost'])('localhost', 1))).toBe('provider_unreachable');
  });
});

describe('a route', () => {
  test('takes the place of the address, for requests and raw connections, and of nothing else', async () => {
    const port = await serve((request, response) => response.end(request.headers.host));
    const routes = [{ host: 'api.example.com', port: 443, to: { host: '127.0.0.1', port } }];
    const resolve = (host: string) => Promise.resolve([host === '127.0.0.1' ? host : '10.0.0.1']);
    const { dialTo } = testEgress({ routes, resolve });
    const socket = await dialTo(['*'])('api.example.com', 443);
    socket.write('GET / HTTP/1.1\r\nhost: api.example.com\r\nconnection: close\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('api.example.com');
    socket.destroy();
    for (const [host, other] of [
      ['api.example.com', 8443],
      ['www.api.example.com', 443],
    ] as const) {
      expect(await failureOf(dialTo(['*'])(host, other))).toBe('egress_blocked');
    }
  });
});
