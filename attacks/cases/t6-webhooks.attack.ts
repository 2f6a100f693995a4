import { beforeAll, beforeEach, describe } from 'vitest';
import type { EgressOptions } from '#server/egress/guarded-fetch.ts';
import type { Services } from '#server/services.ts';
import { BackendClient } from '#server/testing/backend-client.ts';
import { describeOnEmbeddedDatabase } from '#server/testing/databases.ts';
import { serve, serveTcp, testEgress } from '#server/testing/loopback.ts';
import { testServices } from '#server/testing/test-services.ts';
import { makeWorkspace } from '#server/testing/test-workspace.ts';
import { claimDelivery } from '#server/webhooks/claim-delivery.ts';
import { tryDelivery } from '#server/webhooks/try-delivery.ts';
import { attack, type Defence } from '../attack.ts';
import { noPlainHttp, publicAddressesOnly } from '../defences/egress.ts';
import { endpointUrlIsPlain, endpointUrlIsSecure, webhooksFollowNoRedirect } from '../defences/webhooks.ts';

const quick = { connectTimeout: 200, deadline: 1_000 };

const refused: [url: string, what: string, ...defences: Defence[]][] = [
  ['http://hooks.example.com/', 'without TLS', endpointUrlIsSecure],
  ['http://169.254.169.254/latest/meta-data/', 'of a cloud’s metadata, without TLS', endpointUrlIsSecure],
  ['http://127.0.0.1.hooks.example.com/', 'that begins like the loopback', endpointUrlIsSecure],
  ['http://localhost@hooks.example.com/', 'with the loopback for a user', endpointUrlIsSecure, endpointUrlIsPlain],
  ['HTTP://HOOKS.EXAMPLE.COM/', 'without TLS, in capitals', endpointUrlIsSecure],
  ['ftp://hooks.example.com/', 'of a server of files', endpointUrlIsSecure],
  ['file:///etc/passwd', 'of a file of the server', endpointUrlIsSecure],
  ['gopher://127.0.0.1:6379/_FLUSHALL', 'of a Redis beside the server', endpointUrlIsSecure],
  ['data:text/plain,x', 'that holds its own answer', endpointUrlIsSecure],
  ['javascript:alert(1)', 'that is a script', endpointUrlIsSecure],
  ['wss://hooks.example.com/', 'of a WebSocket', endpointUrlIsSecure],
  ['https://user:password@hooks.example.com/', 'with a password', endpointUrlIsPlain],
  ['https://hooks.example.com@attacker.example/', 'with a host for a user', endpointUrlIsPlain],
  ['https://:x@hooks.example.com/', 'with a password and no user', endpointUrlIsPlain],
  ['https://hooks.example.com/#@attacker.example', 'with another host behind a fragment', endpointUrlIsPlain],
];

/** Where the customer's network keeps what only the server reaches. */
const inside: [host: string, what: string][] = [
  ['169.254.169.254', 'the metadata of a cloud'],
  ['168.63.129.16', 'the machinery of Azure'],
  ['100.100.100.200', 'the metadata of Alibaba'],
  ['[fd00:ec2::254]', 'the metadata of AWS in IPv6'],
  ['[::ffff:169.254.169.254]', 'the metadata, mapped into IPv6'],
  ['[64:ff9b::a9fe:a9fe]', 'the metadata behind NAT64'],
  ['2852039166', 'the metadata as one number'],
  ['10.0.0.1', 'a private network'],
  ['192.168.1.1', 'a private network at home'],
  ['[fc00::1]', 'a private network of IPv6'],
  ['100.64.0.1', 'a carrier’s network'],
  ['0.0.0.0', 'this host'],
];

/** Each of them is the server itself, where a listener waits. */
const itself: [host: string, what: string][] = [
  ['127.0.0.1', 'its address'],
  ['127.1', 'its address cut short'],
  ['2130706433', 'its address as one number'],
  ['0x7f.1', 'its address in hexadecimal'],
  ['[::ffff:127.0.0.1]', 'its address, mapped into IPv6'],
  ['localhost', 'its name'],
  ['hooks.localhost', 'a name below its own'],
  ['hooks.attacker.example', 'a name of the attacker’s that resolves to it'],
];

/** Whoever has an App-Secret says where messages go, and reads how each try went. */
describeOnEmbeddedDatabase('a webhook endpoint', (openTestDatabase) => {
  let services: Services;
  let backend: BackendClient;

  beforeAll(async () => {
    services = await testServices(await openTestDatabase(), []);
  });
  beforeEach(async () => {
    backend = new BackendClient(services, await makeWorkspace(services));
  });

  async function register(url: string): Promise<string> {
    const { status, body, text } = await backend.ask('POST', '/webhook-endpoints', { body: { url } });
    if (status !== 200) throw new Error(text);
    return `/webhook-endpoints/${String(body.id)}`;
  }

  /** Has a message sent; answers what is told of the try. */
  async function told(endpoint: string, reach: Partial<EgressOptions> = {}): Promise<string> {
    await backend.ask('POST', `${endpoint}/test`);
    const egress = testEgress({ limits: quick, ...reach });
    for (let claimed = await claimDelivery(services.db, []); claimed; claimed = await claimDelivery(services.db, [])) {
      await tryDelivery({ ...services, egress }, claimed, AbortSignal.timeout(10_000));
    }
    const { deliveries } = (await backend.ask('GET', `${endpoint}/deliveries`)).body;
    const [delivery] = deliveries as { tries: number; last_status: number | null; last_error: string | null }[];
    if (delivery?.tries !== 1) throw new Error('Nothing was tried.');
    return delivery.last_error ?? `It was answered ${delivery.last_status}.`;
  }
  const leftOr = (said: string): string | undefined =>
    said.startsWith('egress_blocked') ? undefined : `The message left: ${said}`;

  describe('is made', () => {
    for (const [url, what, ...defences] of refused) {
      attack('T6', `a webhook endpoint at an address ${what}: ${url}`, defences, async () => {
        const { status } = await backend.ask('POST', '/webhook-endpoints', { body: { url } });
        return status === 200 ? 'It was made.' : undefined;
      });
      attack('T6', `a webhook endpoint that moves to an address ${what}: ${url}`, defences, async () => {
        const endpoint = await register('https://hooks.example.com/');
        const { status } = await backend.ask('PATCH', endpoint, { body: { url } });
        return status === 200 ? 'It has moved.' : undefined;
      });
    }
  });

  describe('inside', () => {
    for (const [host, what] of inside) {
      attack('T6', `a webhook to ${what}: ${host}`, [publicAddressesOnly], async () =>
        leftOr(await told(await register(`https://${host}/`))),
      );
    }
    for (const [host, what] of itself) {
      attack('T6', `a webhook to the server itself by ${what}: ${host}`, [publicAddressesOnly], async () => {
        let connections = 0;
        const port = await serveTcp((socket) => void (connections++, socket.destroy()));
        const endpoint = await register(`https://${host}:${port}/`);
        const resolve = async (name: string) => [/[a-z]$/.test(name) ? '127.0.0.1' : name];
        const said = await told(endpoint, { resolve });
        return connections > 0 ? 'A connection arrived.' : leftOr(said);
      });
    }
    attack(
      'T6',
      'a webhook to an internal host that the operator does not allow any more',
      [publicAddressesOnly, noPlainHttp],
      async () => {
        let requests = 0;
        const port = await serve((_request, response) => (requests++, response.end()));
        const endpoint = await register(`http://127.0.0.1:${port}/`);
        const said = await told(endpoint);
        return requests > 0 ? 'It arrived.' : leftOr(said);
      },
    );
  });

  describe('that sends on', () => {
    const allowed = { allowedInternalHosts: [{ host: '127.0.0.1' }] };
    for (const status of [301, 302, 303, 307, 308]) {
      attack('T6', `a webhook that is sent on by ${status} to another host`, [webhooksFollowNoRedirect], async () => {
        let requests = 0;
        const inner = await serve((_request, response) => (requests++, response.end('inside')));
        const outer = await serve((_request, response) =>
          response.writeHead(status, { location: `http://127.0.0.1:${inner}/` }).end(),
        );
        await told(await register(`http://127.0.0.1:${outer}/`), allowed);
        return requests > 0 ? 'It was followed.' : undefined;
      });
    }
    attack(
      'T6',
      'a webhook that is sent on, with its body and signature, to another path of its host',
      [webhooksFollowNoRedirect],
      async () => {
        let signature: unknown;
        const port = await serve((request, response) => {
          if (request.url === '/') return response.writeHead(307, { location: '/admin' }).end();
          signature = request.headers['webhook-signature'];
          return response.end();
        });
        await told(await register(`http://127.0.0.1:${port}/`), allowed);
        return signature === undefined ? undefined : 'It was followed.';
      },
    );
  });
});
