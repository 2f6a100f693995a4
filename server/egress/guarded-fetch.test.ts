import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { failureOf, insideEgress, serve, serveTcp, testEgress } from '../testing/loopback.ts';

describe('what may be reached', () => {
  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://127.0.0.1./',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[0:0:0:0:0:ffff:7f00:0001]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://0.0.0.0/',
    'https://0/',
    'https://[::]/',
    'https://10.0.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://0xa9fea9fe/',
    'https://2852039166/',
    'https://168.63.129.16/',
    'https://[fd00:ec2::254]/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://anything.localhost/',
    'https://①②⑦.⓪.⓪.①/',
    'http://127.0.0.1/',
    'http://localhost/',
  ])('%s is refused, for any connector', async (url) => {
    expect(await failureOf(testEgress().fetchTo(['*'])(new Request(url)))).toBe('egress_blocked');
  });

  test.each(['127.0.0.1', '::1', '::ffff:10.0.0.1', '10.1.2.3', '169.254.169.254', 'fd00:ec2::254', '64:ff9b::a00:1'])(
    'a name that resolves to %s is refused',
    async (address) => {
      const { fetchTo } = testEgress({ resolve: () => Promise.resolve([address]) });
      expect(await failureOf(fetchTo(['*'])(new Request('https://rebound.test/')))).toBe('egress_blocked');
    },
  );

  test('one address off limits among public ones refuses the whole name', async () => {
    const { fetchTo } = testEgress({ resolve: () => Promise.resolve(['93.184.215.14', '127.0.0.1']) });
    expect(await failureOf(fetchTo(['*'])(new Request('https://mixed.test/')))).toBe('egress_blocked');
  });

  test('an internal host that is allowed by name is reached, and no other name of the same address', async () => {
    const port = await serve((_request, response) => response.end('inside'));
    const { fetchTo } = testEgress({ allowedInternalHosts: [{ host: 'provider.localhost', port }] });
    const response = await fetchTo(['*'])(new Request(`http://provider.localhost:${port}/`));
    expect(response).toBeInstanceOf(Response);
    expect(await response.text()).toBe('inside');
    for (const host of ['127.0.0.1', 'localhost', 'other.localhost', '[::ffff:127.0.0.1]', '0x7f.1']) {
      expect(await failureOf(fetchTo(['*'])(new Request(`http://${host}:${port}/`)))).toBe('egress_blocked');
    }
  });

  test('an allowed internal host that resolves to the machinery of a cloud is refused', async () => {
    const { fetchTo } = testEgress({
      allowedInternalHosts: [{ host: 'crm.internal' }],
      resolve: () => Promise.resolve(['169.254.169.254']),
    });
    expect(await failureOf(fetchTo(['*'])(new Request('http://crm.internal/')))).toBe('egress_blocked');
  });

  test('the name is resolved once, and the socket goes to the address that was checked', async () => {
    const port = await serve((request, response) => response.end(request.socket.localAddress));
    const answers = [['127.0.0.1'], ['169.254.169.254']];
    let asked = 0;
    const { fetchTo } = testEgress({
      allowedInternalHosts: [{ host: 'rebound.test' }],
      resolve: () => Promise.resolve(answers[asked++] ?? []),
    });
    const response = await fetchTo(['*'])(new Request(`http://rebound.test:${port}/`));
    expect(await response.text()).toBe('127.0.0.1');
    expect(asked).toBe(1);
  });

  test('plain HTTP to the outside, other schemes and hosts that are not on the list are refused', async () => {
    const resolve = () => Promise.reject(new Error('must not be asked'));
    const fetchTo = testEgress({ resolve }).fetchTo(['api.example.com']);
    for (const url of ['http://api.example.com/', 'ftp://api.example.com/', 'https://evil.test/', 'data:,x']) {
      expect(await failureOf(fetchTo(new Request(url)))).toBe('egress_blocked');
    }
  });

  test('a Host header cannot lead to another host', async () => {
    const port = await serve((request, response) => response.end(request.headers.host));
    const request = new Request(`http://provider.localhost:${port}/`, { headers: { host: 'evil.test' } });
    const response = await insideEgress('provider.localhost').fetchTo(['*'])(request);
    expect(await response.text()).toBe(`provider.localhost:${port}`);
  });
});

describe('answers', () => {
  test('come back decoded, with status, headers and every cookie', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(201, {
        'content-encoding': 'gzip',
        'content-type': 'text/plain',
        'set-cookie': ['a=1', 'b=2'],
      });
      response.end(gzipSync('hello'));
    });
    const response = await insideEgress('a.localhost').fetchTo(['*'])(new Request(`http://a.localhost:${port}/`));
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.has('content-encoding')).toBe(false);
    expect(await response.text()).toBe('hello');
  });

  test('without a body stay without one', async () => {
    const port = await serve((_request, response) => response.writeHead(204).end());
    const response = await insideEgress('a.localhost').fetchTo(['*'])(new Request(`http://a.localhost:${port}/`));
    expect(response.status).toBe(204);
    expect(response.body).toBeNull();
  });

  test('that are too large are cut off, compressed ones too', async () => {
    const port = await serve((request, response) => {
      const body = Buffer.alloc(200_000);
      if (request.url === '/plain') return void response.end(body);
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body));
    });
    const limited = testEgress({ allowedInternalHosts: [{ host: 'a.localhost' }], limits: { responseSize: 100_000 } });
    for (const path of ['plain', 'bomb']) {
      const request = new Request(`http://a.localhost:${port}/${path}`);
      expect(await failureOf(limited.fetchTo(['*'])(request))).toBe('response_too_large');
    }
  });

  test.each([
    ['that never begins', (socket: Socket) => void socket],
    ['that never ends', (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nab')],
    ['that drips', drip],
  ])('an answer %s ends at the deadline', async (_name, behave) => {
    const port = await serveTcp(behave);
    const limited = testEgress({ allowedInternalHosts: [{ host: 'a.localhost' }], limits: { deadline: 300 } });
    const started = performance.now();
    const code = await failureOf(limited.fetchTo(['*'])(new Request(`http://a.localhost:${port}/`)));
    expect(code).toBe('provider_timeout');
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('a caller that goes away ends the request', async () => {
    const caller = new AbortController();
    const port = await serveTcp(() => caller.abort());
    const request = new Request(`http://a.localhost:${port}/`, { signal: caller.signal });
    expect(await failureOf(insideEgress('a.localhost').fetchTo(['*'])(request))).toBe('provider_timeout');
  });

  test('refused, reset, nonsensical and unresolvable: the provider cannot be reached', async () => {
    const fetchTo = testEgress({
      allowedInternalHosts: [{ host: 'a.localhost' }],
      resolve: (host) =>
        host === 'a.localhost' ? Promise.resolve(['127.0.0.1']) : Promise.reject(new Error('ENOTFOUND')),
    }).fetchTo(['*']);
    const reset = await serveTcp((socket) => void socket.destroy());
    const nonsense = await serveTcp((socket) => void socket.end('SSH-2.0-OpenSSH\r\n'));
    const unused = 47_299;
    for (const port of [reset, nonsense, unused]) {
      expect(await failureOf(fetchTo(new Request(`http://a.localhost:${port}/`)))).toBe('provider_unreachable');
    }
    expect(await failureOf(fetchTo(new Request('https://nowhere.test/')))).toBe('provider_unreachable');
  });

  test('a resolver that hangs ends at the time for connecting', async () => {
    const { fetchTo } = testEgress({ resolve: () => new Promise(() => undefined), limits: { connectTimeout: 100 } });
    expect(await failureOf(fetchTo(['*'])(new Request('https://slow.test/')))).toBe('provider_timeout');
  });
});

function drip(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
  const timer = setInterval(() => socket.write('x'), 20);
  socket.on('close', () => clearInterval(timer));
}
