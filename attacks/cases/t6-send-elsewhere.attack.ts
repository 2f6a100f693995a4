import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe } from 'vitest';
import { failureOf, insideEgress, serve, serveTcp, testEgress } from '#server/testing/loopback.ts';
import { attack } from '../attack.ts';
import {
  answersAreCapped,
  checkedAddressIsUsed,
  credentialsStayAtTheirOrigin,
  hostsOfTheApp,
  httpOnly,
  noMetadataAddress,
  noPlainHttp,
  noUserInUrl,
  publicAddressesOnly,
  redirectsAreChecked,
} from '../defences/egress.ts';

const quick = { connectTimeout: 200, deadline: 1_000 };
const leftOr = (code: string): string | undefined =>
  code === 'egress_blocked' ? undefined : `The request left (${code}).`;

/** What is not the public internet, each kind at an address of its own */
const inside: Record<string, string> = {
  '127.0.0.1': 'the loopback',
  '127.255.255.254': 'the end of the loopback',
  '0.0.0.0': 'this host',
  '10.0.0.1': 'a private network (10/8)',
  '172.16.0.1': 'a private network (172.16/12)',
  '172.31.255.254': 'the end of that',
  '192.168.1.1': 'a private network (192.168/16)',
  '169.254.1.1': 'the link',
  '169.254.169.254': 'the metadata of a cloud',
  '169.254.170.2': 'the credentials of a container',
  '168.63.129.16': 'the machinery of Azure',
  '100.100.100.200': 'the metadata of Alibaba',
  '192.0.0.192': 'the metadata of Oracle',
  '100.64.0.1': 'a carrier’s network',
  '198.18.0.1': 'a network for benchmarks',
  '192.0.2.1': 'documentation (TEST-NET-1)',
  '198.51.100.1': 'documentation (TEST-NET-2)',
  '203.0.113.1': 'documentation (TEST-NET-3)',
  '224.0.0.1': 'multicast',
  '240.0.0.1': 'a reserved address',
  '255.255.255.255': 'everybody',
  '::1': 'the loopback of IPv6',
  '::': 'this host in IPv6',
  'fe80::1': 'the link in IPv6',
  'fc00::1': 'a unique local address',
  'fd00:ec2::254': 'the metadata of AWS in IPv6',
  'fd20:ce::254': 'the metadata of Google in IPv6',
  'ff02::1': 'multicast in IPv6',
  '2001:db8::1': 'documentation in IPv6',
  '::ffff:127.0.0.1': 'the loopback, mapped into IPv6',
  '::ffff:169.254.169.254': 'the metadata, mapped into IPv6',
  '::127.0.0.1': 'the loopback, in the form that IPv6 has given up',
  '64:ff9b::7f00:1': 'the loopback behind NAT64',
  '64:ff9b::a9fe:a9fe': 'the metadata behind NAT64',
  '2002:7f00:1::': 'the loopback in 6to4',
  '2001::1': 'Teredo',
};

describe('addresses that are not public', () => {
  for (const [address, what] of Object.entries(inside)) {
    attack('T6', `${what}: a URL with ${address}`, [publicAddressesOnly], async () => {
      const fetch = testEgress({ limits: quick }).fetchTo(['*']);
      const host = address.includes(':') ? `[${address}]` : address;
      return leftOr(await failureOf(fetch(new Request(`https://${host}/`))));
    });
    attack('T6', `${what}: a name that resolves to ${address}`, [publicAddressesOnly], async () => {
      const fetch = testEgress({ limits: quick, resolve: async () => [address] }).fetchTo(['*']);
      return leftOr(await failureOf(fetch(new Request('https://attacker.example/'))));
    });
    attack('T6', `${what}: a raw connection to ${address}`, [publicAddressesOnly], async () => {
      const dial = testEgress({ limits: quick }).dialTo(['*']);
      return leftOr(await failureOf(dial(address, 9).then((socket) => socket.destroy())));
    });
  }
  for (const first of ['93.184.216.34', '2606:4700::1111']) {
    attack('T6', `a name with ${first} and the loopback`, [publicAddressesOnly], async () => {
      const fetch = testEgress({ limits: quick, resolve: async () => [first, '127.0.0.1'] }).fetchTo(['*']);
      return leftOr(await failureOf(fetch(new Request('https://attacker.example/'))));
    });
  }
});

/** Ways to write 127.0.0.1 and localhost that URL parsers know */
const notations = [
  ['2130706433', 'one decimal number'],
  ['0x7f000001', 'one hexadecimal number'],
  ['017700000001', 'one octal number'],
  ['0177.0.0.1', 'octal parts'],
  ['0x7f.0x0.0x0.0x1', 'hexadecimal parts'],
  ['127.1', 'two parts'],
  ['127.0.1', 'three parts'],
  ['127.0.0.1.', 'a dot at the end'],
  ['%31%32%37.0.0.1', 'percent signs'],
  ['１２７.０.０.１', 'wide digits'],
  ['127。0。0。1', 'ideographic full stops'],
  ['[::ffff:7f00:1]', 'hexadecimal digits, mapped into IPv6'],
  ['[0:0:0:0:0:ffff:127.0.0.1]', 'all parts, mapped into IPv6'],
  ['[0000::1]', 'zeros before the loopback of IPv6'],
  ['localhost', 'its name'],
  ['LOCALHOST', 'its name in capitals'],
  ['localhost.', 'its name with a dot'],
  ['ⓛocalhost', 'its name with a circled letter'],
  ['a.localhost', 'a name below it'],
] as const;

describe('the loopback in other words', () => {
  for (const [host, what] of notations) {
    attack('T6', `127.0.0.1 by ${what}: ${host}`, [publicAddressesOnly], async () => {
      let connections = 0;
      const port = await serveTcp((socket) => void (connections++, socket.destroy()));
      const resolve = async (name: string) => (/localhost$/.test(name) ? ['127.0.0.1'] : [name]);
      const fetch = testEgress({ limits: quick, resolve }).fetchTo(['*']);
      const code = await failureOf(fetch(new Request(`https://${host}:${port}/`)));
      return connections > 0 ? 'A connection arrived.' : leftOr(code);
    });
  }
});

const metadata = [
  '169.254.169.254',
  '169.254.170.2',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
  '::ffff:169.254.169.254',
];

describe('a host that the operator has allowed', () => {
  for (const address of metadata) {
    attack('T6', `whose name leads to the cloud’s own ${address}`, [noMetadataAddress], async () => {
      const egress = testEgress({
        limits: quick,
        allowedInternalHosts: [{ host: 'intranet.example' }],
        resolve: async () => [address],
      });
      return leftOr(await failureOf(egress.fetchTo(['*'])(new Request('https://intranet.example/'))));
    });
  }
});

/** An app that may send to api.example.com, or below example.org; each of these is a host of the attacker's. */
const confusions = [
  ['api.example.com.attacker.test', 'the host as a prefix'],
  ['attacker-api.example.com', 'the host as a suffix of a label'],
  ['xapi.example.com', 'one letter more'],
  ['example.com', 'the domain above'],
  ['attackerexample.org', 'a wildcard’s suffix without its dot'],
  ['example.org', 'a wildcard’s own domain'],
  ['a.example.org.attacker.test', 'a wildcard’s match as a prefix'],
  ['xn--pi-example-com-9c.test', 'a name that looks like it'],
] as const;

describe('another host than the app’s', () => {
  const hosts = ['api.example.com', '*.example.org'];
  for (const [host, what] of confusions) {
    attack('T6', `${what}: ${host}`, [hostsOfTheApp], async () => {
      let requests = 0;
      const port = await serve((_request, response) => (requests++, response.end()));
      const egress = testEgress({ allowedInternalHosts: [{ host }], resolve: async () => ['127.0.0.1'] });
      const code = await failureOf(egress.fetchTo(hosts)(new Request(`http://${host}:${port}/`)));
      return requests > 0 ? 'It was asked.' : leftOr(code);
    });
    attack('T6', `${what}, by a raw connection: ${host}`, [hostsOfTheApp], async () => {
      let connections = 0;
      const port = await serveTcp(() => connections++);
      const egress = testEgress({ allowedInternalHosts: [{ host }], resolve: async () => ['127.0.0.1'] });
      const dialled = egress.dialTo(hosts)(host, port);
      const code = await failureOf(dialled.then((socket) => socket.destroy()));
      return connections > 0 ? 'It was connected.' : leftOr(code);
    });
  }
  for (const [url, what] of [
    ['http://api.example.com@attacker.test:PORT/', 'the app’s host as a user name'],
    ['http://api.example.com:80@attacker.test:PORT/', 'the app’s host as user name and password'],
    ['http://api.example.com%2F@attacker.test:PORT/', 'the app’s host and a slash as a user name'],
  ] as const) {
    attack('T6', what, [hostsOfTheApp, noUserInUrl], async () => {
      let requests = 0;
      const port = await serve((_request, response) => (requests++, response.end()));
      const egress = testEgress({
        allowedInternalHosts: [{ host: 'attacker.test' }],
        resolve: async () => ['127.0.0.1'],
      });
      // A Request would take no such URL: a connector could hand over something like it.
      const request = new Request('http://x.test/');
      Object.defineProperty(request, 'url', { value: url.replace('PORT', String(port)) });
      const code = await failureOf(egress.fetchTo(hosts)(request));
      return requests > 0 ? 'It was asked.' : leftOr(code);
    });
  }
});

describe('without TLS', () => {
  for (const host of ['api.example.com', 'API.EXAMPLE.COM', 'api.example.com.']) {
    attack('T6', `a request over plain HTTP to ${host}`, [noPlainHttp], async () => {
      const egress = testEgress({ limits: quick, resolve: async () => ['93.184.216.34'] });
      return leftOr(await failureOf(egress.fetchTo(['api.example.com'])(new Request(`http://${host}/`))));
    });
  }
  attack('T6', 'a raw connection to the port of plain HTTP', [noPlainHttp], async () => {
    const egress = testEgress({ limits: quick, resolve: async () => ['93.184.216.34'] });
    return leftOr(await failureOf(egress.dialTo(['api.example.com'])('api.example.com', 80)));
  });
  attack('T6', 'an answer that the URL itself holds (data:)', [httpOnly], async () => {
    const egress = testEgress({ limits: quick });
    return leftOr(await failureOf(egress.fetchTo(['*'])(new Request('data:text/plain,forged'))));
  });
});

describe('a redirect', () => {
  for (const status of [301, 302, 303, 307, 308]) {
    attack('T6', `by ${status} to a host that is not the app’s`, [redirectsAreChecked], async () => {
      let requests = 0;
      const inner = await serve((_request, response) => (requests++, response.end()));
      const outer = await serve((_request, response) =>
        response.writeHead(status, { location: `http://inner.test:${inner}/` }).end(),
      );
      const hosts = ['app.test', 'inner.test'].map((host) => ({ host }));
      const egress = testEgress({ allowedInternalHosts: hosts, resolve: async () => ['127.0.0.1'] });
      const request = new Request(`http://app.test:${outer}/`, { method: 'POST', body: 'secret' });
      const code = await failureOf(egress.fetchTo(['app.test'])(request));
      return requests > 0 ? 'It was followed.' : leftOr(code);
    });
  }
  for (const header of [
    'authorization',
    'cookie',
    'x-api-key',
    'private-token',
    'x-shopify-access-token',
    'x-amz-security-token',
  ]) {
    attack('T6', `to another origin, for the header ${header}`, [credentialsStayAtTheirOrigin], async () => {
      let seen: string | undefined;
      const other = await serve(
        (request, response) => ((seen = String(request.headers[header] ?? '')), response.end()),
      );
      const first = await serve((_request, response) =>
        response.writeHead(307, { location: `http://localhost:${other}/` }).end(),
      );
      const egress = insideEgress('localhost');
      await egress.fetchTo(['localhost'])(
        new Request(`http://localhost:${first}/`, { headers: { [header]: 'secret' } }),
      );
      return seen === '' ? undefined : `The other origin has it: ${seen}.`;
    });
  }
});

describe('between check and connection', () => {
  attack('T6', 'a name that has another address the second time (rebinding)', [checkedAddressIsUsed], async () => {
    let connections = 0;
    const port = await serveTcp((socket) => void (connections++, socket.destroy()));
    // The check sees a public address; the system’s own resolver, which is not asked, knows this name as the loopback.
    const egress = testEgress({ limits: quick, resolve: async () => ['93.184.216.34'] });
    await failureOf(egress.fetchTo(['*'])(new Request(`https://localhost:${port}/`)));
    return connections > 0 ? 'The loopback was connected.' : undefined;
  });
});

describe('an answer that is a flood', () => {
  const bytes = Buffer.alloc(6 * 1024 * 1024);
  for (const [what, headers, body] of [
    ['6 MB that say so', { 'content-length': String(bytes.length) }, bytes],
    ['6 MB in chunks', {}, bytes],
    ['6 MB in 6 kB (gzip)', { 'content-encoding': 'gzip' }, gzipSync(bytes)],
    ['6 MB in a few bytes (brotli)', { 'content-encoding': 'br' }, brotliCompressSync(bytes)],
  ] as const) {
    attack('T16', what, [answersAreCapped], async () => {
      const port = await serve((_request, response) => response.writeHead(200, headers).end(body));
      const code = await failureOf(
        insideEgress('localhost').fetchTo(['localhost'])(new Request(`http://localhost:${port}/`)),
      );
      return code === 'response_too_large' ? undefined : `It was read (${code}).`;
    });
  }
});
