import { describe } from 'vitest';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Credentials } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { accountHosts, dialWithin } from '#connectors/pieces/allowed-hosts.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import { documentOf, loadTestApp, testCredentials } from '#connectors/testing/make-app-folder.ts';
import { attack, type Defence } from '../attack.ts';
import * as defence from '../defences/connectors.ts';

const hosts = ['api.example.com', '*.example.com'];
const key = { type: 'api_key', send: { in: 'header', name: 'X-Key' } };
const inQuery = { type: 'api_key', send: { in: 'query', name: 'api_key' } };
const text = { type: 'string' };
const paths = {
  '/items/{id}': {
    get: { operationId: 'getItem', parameters: [{ name: 'id', in: 'path', required: true, schema: text }] },
  },
  '/files/{path}': {
    get: {
      operationId: 'getFile',
      parameters: [{ name: 'path', in: 'path', required: true, allowReserved: true, schema: text }],
    },
  },
};

interface Told {
  app?: Record<string, unknown>;
  document?: Record<string, unknown>;
  credentials?: Credentials;
}

/** What a user's call makes the connector send, credentials and all, before the egress looks at it; undefined: nothing. */
async function sent(
  functionName: string,
  input: JsonObject,
  { app = {}, document = documentOf('https://api.example.com/v2', paths), credentials = testCredentials }: Told = {},
): Promise<Request | undefined> {
  const connector = await loadTestApp({ app: { hosts, auth: { key, query: inQuery }, ...app }, document });
  let request: Request | undefined;
  const fetch = async (made: Request) => ((request = made), Response.json({}));
  const ended = await connector
    .invoke({ functionName, input }, { ...callContext(credentials), fetch })
    .catch((error: unknown) => error);
  if (request === undefined && !(ended instanceof ConnectorError)) throw new Error('It broke.', { cause: ended });
  return request;
}
const passthrough = (input: JsonObject, credentials?: Credentials) =>
  sent('test-passthrough-request', { method: 'GET', url: '/items', ...input }, { credentials });

/** Where the credentials reach something else than what is in the place that the function is for. */
function outside(request: Request | undefined, place: string): string | undefined {
  return request && (!request.url.startsWith(place) || request.url === place) ? `It went to ${request.url}` : undefined;
}

describe('a request of the caller’s own', () => {
  for (const [url, what] of [
    ['/../admin', 'dots'],
    ['/%2e%2e/admin', 'encoded dots'],
    ['/.%2E/admin', 'half encoded dots'],
    ['/x/../../admin', 'dots behind a name'],
    ['/..\\admin', 'dots and a backslash'],
    ['..', 'nothing but dots'],
  ] as const) {
    attack('T6', `leaves the API by ${what}: ${url}`, [defence.passthroughStaysBelow], async () =>
      outside(await passthrough({ url }), 'https://api.example.com/v2/'),
    );
  }
  for (const [url, what] of [
    ['https://evil.example/', 'another host'],
    ['https://api.example.com.evil.example/', 'a host that begins like the app’s'],
    ['https://evilexample.com/', 'a host that ends like the app’s, without the dot'],
    ['https://api.example.com:8443/', 'another port of the app’s host'],
    ['https://169.254.169.254/latest/meta-data/', 'the metadata of a cloud'],
    ['https://[::1]/', 'the server itself'],
  ] as const) {
    attack('T6', `has the credentials sent to ${what}: ${url}`, [defence.passthroughHostsAreTheApps], async () =>
      outside(await passthrough({ url }), 'https://api.example.com/'),
    );
  }
  for (const [url, what] of [
    ['http://api.example.com/v2/items', 'without TLS'],
    ['HTTP://API.EXAMPLE.COM/v2/items', 'without TLS, in capitals'],
    ['ws://api.example.com/v2/items', 'as a WebSocket'],
  ] as const) {
    attack(
      'T6',
      `has the credentials sent ${what}: ${url}`,
      [defence.passthroughIsSecure, defence.passthroughHostsAreTheApps],
      async () => outside(await passthrough({ url }), 'https://'),
    );
  }
  for (const [name, what] of [
    ['Authorization', 'another’s token'],
    ['Cookie', 'another’s session'],
    ['Host', 'another site of the same server'],
    ['X-Forwarded-For', 'an address of its own'],
    ['X-Forwarded-Host', 'a host of its own, for links'],
    ['Forwarded', 'an address of its own, by the standard'],
    ['Origin', 'a page of its own'],
    ['Referer', 'a page that it comes from'],
    ['Transfer-Encoding', 'another end of the body'],
    ['Proxy-Authorization', 'a password for a proxy'],
    ['Sec-Fetch-Site', 'that a browser sent it'],
  ] as const) {
    attack('T6', `says ${what}, by the header ${name}`, [defence.passthroughHeadersAreItsOwn], async () => {
      const request = await passthrough({ headers: { [name]: 'forged' } });
      return request?.headers.get(name) === 'forged' ? 'It went along.' : undefined;
    });
  }
  const byQuery: Credentials = { scheme: 'query', type: 'api_key', values: { api_key: 'secret-key' } };
  for (const [what, input] of [
    ['in the query', { query: { api_key: 'forged' } }],
    ['in the query, in capitals', { query: { API_KEY: 'forged' } }],
    ['in the URL', { url: '/items?api_key=forged' }],
    ['in the URL, encoded', { url: '/items?api%5Fkey=forged' }],
  ] as const) {
    attack('T6', `puts a key of its own before the account’s ${what}`, [defence.passthroughQueryIsItsOwn], async () => {
      const request = await passthrough(input, byQuery);
      return request?.url.includes('forged') ? `It went along: ${request.url}` : undefined;
    });
  }
});

describe('a value in a path', () => {
  const { pathValuesAreEncoded, pathsHaveNoDots, requestsStayBelow } = defence;
  const values: [value: string, what: string, ...defences: Defence[]][] = [
    ['..', 'two dots', pathsHaveNoDots],
    ['.', 'one dot', pathsHaveNoDots],
    ['../../admin', 'dots and slashes', pathValuesAreEncoded, pathsHaveNoDots, requestsStayBelow],
    ['..\\..\\admin', 'dots and backslashes', pathValuesAreEncoded, pathsHaveNoDots, requestsStayBelow],
    ['%2e%2e', 'encoded dots', pathValuesAreEncoded, pathsHaveNoDots],
    ['..?', 'dots before a query', pathValuesAreEncoded, pathsHaveNoDots],
  ];
  for (const [id, what, ...defences] of values) {
    attack('T6', `leads elsewhere by ${what}: ${id}`, defences, async () =>
      outside(await sent('test-get-item', { id }), 'https://api.example.com/v2/items/'),
    );
  }
  for (const [id, what, mark] of [
    ['1?admin=true', 'brings a query', '?'],
    ['1/secrets', 'brings a further part', '1/secrets'],
    ['1;admin=true', 'brings a parameter of the path', ';'],
    ['1%2fsecrets', 'is decoded at the other end into a further part', '1%2f'],
    ['1%00', 'is decoded at the other end into a zero byte', '1%00'],
  ] as const) {
    attack('T6', `${what}: ${id}`, [pathValuesAreEncoded], async () => {
      const request = await sent('test-get-item', { id });
      return request?.url.includes(mark) ? `It went to ${request.url}` : undefined;
    });
  }
  for (const [path, what] of [
    ['../../admin', 'dots at its start'],
    ['a/../../../admin', 'dots on its way'],
  ] as const) {
    attack(
      'T6',
      `of several parts leads elsewhere by ${what}: ${path}`,
      [pathsHaveNoDots, requestsStayBelow],
      async () => outside(await sent('test-get-file', { path }), 'https://api.example.com/v2/files/'),
    );
  }
});

describe('a field that names the user’s own server', () => {
  const { serverPartsAreNames, serverUrlIsPlain, serverIsOfTheApp } = defence;
  const app = {
    variables: { shop: { field: 'shop' } },
    auth: { key: { ...key, fields: [{ name: 'shop', title: 'Shop' }] } },
  };
  const servers = [{ url: 'https://{shop}.example.com/v1', variables: { shop: { default: 'none' } } }];
  const document = documentOf('', {}, { servers });
  for (const [shop, what] of [
    ['evil.test/', 'a slash'],
    ['evil.test#', 'a fragment'],
    ['evil.test?', 'a query'],
    ['evil.test\\', 'a backslash'],
    ['evil.test:443/', 'a port'],
    ['127.0.0.1/', 'the server itself'],
    ['169.254.169.254/', 'the metadata of a cloud'],
  ] as const) {
    attack(
      'T6',
      `names another one by ${what}: ${shop}`,
      [serverPartsAreNames, serverUrlIsPlain, serverIsOfTheApp],
      async () => {
        const credentials: Credentials = { scheme: 'key', type: 'api_key', values: { api_key: 'secret-key', shop } };
        const request = await sent('test-me', {}, { app, document, credentials });
        return request && !new URL(request.url).hostname.endsWith('.example.com')
          ? `It went to ${request.url}`
          : undefined;
      },
    );
  }

  /** Where a piece's connections lead whose app.json has this host, and whose user has entered that. */
  async function dialled(host: string, entered: string, wanted: string): Promise<string | undefined> {
    let reached: string | undefined;
    const dial = dialWithin(accountHosts([host], { shop: entered }), async (name) => {
      reached = name;
      throw new ConnectorError('provider_unreachable', 'Nobody is there.');
    });
    await dial(wanted, 443).catch(() => undefined);
    return reached && `It was connected to ${reached}`;
  }
  attack('T6', 'stands for the shops of everybody: *', [defence.pieceHostPartsAreNames], () =>
    dialled('{shop}.example.com', '*', 'victim.example.com'),
  );
  for (const [entered, wanted] of [
    ['*', 'evil.test'],
    ['https://*/', 'evil.test'],
    ['https://*.example.com', 'victim.example.com'],
    ['mine.example.com, *', 'evil.test'],
  ] as const) {
    attack('T6', `stands for any server, for a piece: ${entered}`, [defence.enteredPatternsAreNoHosts], () =>
      dialled('{shop}', entered, wanted),
    );
  }
  for (const wanted of ['evil.test', 'mine.example.com.evil.test', 'x.mine.example.com', 'mineXexample.com']) {
    attack('T6', `has a piece that connects to another server: ${wanted}`, [defence.piecesDialTheirHosts], () =>
      dialled('{shop}.example.com', 'mine', wanted),
    );
  }
});
