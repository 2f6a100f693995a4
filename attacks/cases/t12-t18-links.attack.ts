import { beforeAll, beforeEach, describe } from 'vitest';
import { ReturnUrl } from '#server/admin/fields.ts';
import { answerTo, publicUrl, startConnectWorld, underWay, type ConnectWorld } from '#server/testing/connect-world.ts';
import { BackendClient } from '#server/testing/backend-client.ts';
import { describeOnEmbeddedDatabase } from '#server/testing/databases.ts';
import { testApp } from '#server/testing/test-app.ts';
import { TestBrowser } from '#server/testing/test-browser.ts';
import type { TestUser } from '#server/testing/test-user.ts';
import { attack } from '../attack.ts';
import * as defence from '../defences/connecting.ts';

const listed = 'https://app.example.com/done';

const lookalikes: [url: string, what: string][] = [
  ['https://evil.example/', 'another host'],
  ['https://app.example.com/', 'another path'],
  ['https://app.example.com/done/', 'a slash at the end'],
  ['https://app.example.com/done?next=https://evil.example', 'a query'],
  ['https://app.example.com/done#x', 'a fragment'],
  ['http://app.example.com/done', 'no TLS'],
  ['https://app.example.com:444/done', 'another port'],
  ['https://app.example.com.evil.example/done', 'the host as a prefix'],
  ['https://evil.example/https://app.example.com/done', 'the whole as a path'],
  ['https://app.example.com@evil.example/done', 'the host as a user name'],
  ['https://app.example.com%2f@evil.example/done', 'the host and a slash as a user name'],
  ['https://evil.example\\@app.example.com/done', 'a backslash'],
  ['https://APP.example.com/done', 'capitals'],
  ['https://app.example.com/done%00', 'a zero byte'],
  ['https://app.example.com/../done', 'dots'],
  ['//evil.example/done', 'no scheme'],
  ['/done', 'a path alone'],
  [' https://app.example.com/done', 'a space before it'],
  ['https://app.exаmple.com/done', 'a Cyrillic letter'],
  ['javascript:alert(1)//https://app.example.com/done', 'a script'],
  ['data:text/html,https://app.example.com/done', 'a page of its own'],
];

const dangerous: [url: string, what: string][] = [
  ['javascript:alert(1)', 'a script'],
  ['JavaScript://%0aalert(1)', 'a script after a comment'],
  ['javascript://x/%0aalert(1)', 'a script that looks like an address'],
  ['data://text/html,x', 'a page of its own'],
  ['vbscript://x', 'an old script'],
  ['blob://x', 'a blob'],
  ['file:///etc/passwd', 'a file'],
  ['about://blank', 'an empty page'],
  ['view-source://x', 'a source'],
  ['http://evil.example/', 'a host without TLS'],
  ['http://localhost.evil.example/', 'a host that begins like this machine'],
  ['http://127.0.0.1.evil.example/', 'a host that begins like the loopback'],
  ['https://user:password@app.example.com/', 'a password'],
  ['https://app.example.com/#x', 'a fragment'],
  [' https://app.example.com/', 'a space'],
  ['https://app.example.com/\n', 'a line feed'],
];

describe('a return URL that an operator is talked into', () => {
  for (const [url, what] of dangerous) {
    attack('T12', `${what}: ${JSON.stringify(url)}`, [defence.returnUrlLeadsSomewhereElse], async () =>
      ReturnUrl.safeParse(url).success ? 'It is taken.' : undefined,
    );
  }
});

describeOnEmbeddedDatabase('a connect link', (openTestDatabase) => {
  let world: ConnectWorld;
  let backend: BackendClient;
  let victim: TestUser;
  let mallory: TestUser;

  beforeAll(async () => {
    world = await startConnectWorld(await openTestDatabase());
    backend = new BackendClient(world.services, world.acme);
    await world.services.db.inWorkspace(world.acme.id, (tx) =>
      tx.insertInto('return_urls').values({ workspace_id: world.acme.id, url: listed }).execute(),
    );
  });
  beforeEach(async () => {
    world.rogue.reset();
    [victim, mallory] = [await world.signIn(), await world.signIn()];
  });

  const newBrowser = (): TestBrowser => new TestBrowser(testApp(world.services), publicUrl);
  const ask = (body: object) =>
    backend.ask('POST', '/connect-links/', { userId: 'ann', body: { app: 'rogue', user_name: 'ann', ...body } });
  async function makeLink(): Promise<{ id: string; path: string; secret: string }> {
    const { body, text } = await ask({});
    const url = URL.parse(String(body.url));
    if (!url) throw new Error(text);
    return { id: String(body.id), path: url.pathname, secret: url.hash.slice(1) };
  }
  const press = (browser: TestBrowser, path: string, secret?: string) =>
    browser.post(`${path}/continue`, { secret, scheme: 'oauth2' });
  const goesOn = ({ status, body }: { status: number; body: object }): string | undefined =>
    status === 200 ? `It goes on: ${Object.keys(body).join()}` : undefined;

  describe('that leads back to', () => {
    for (const [url, what] of lookalikes) {
      attack('T12', `the listed address with ${what}: ${url}`, [defence.returnUrlIsListed], async () =>
        (await ask({ return_url: url })).status === 200 ? 'The link was made.' : undefined,
      );
    }
  });

  describe('of somebody else', () => {
    for (const [what, secret] of [
      ['a secret that was made up', 'A'.repeat(43)],
      ['no secret', undefined],
    ] as const) {
      attack('T1', `a link with ${what}`, [defence.linkSecretIsCompared], async () => {
        const { path } = await makeLink();
        return goesOn(await press(newBrowser(), path, secret));
      });
    }
    attack('T1', 'a link with the secret of another one', [defence.linkSecretIsCompared], async () => {
      const [{ path }, { secret }] = [await makeLink(), await makeLink()];
      return goesOn(await press(newBrowser(), path, secret));
    });
    attack('T1', 'a link in a second browser', [defence.linkBelongsToOneBrowser], async () => {
      const { path, secret } = await makeLink();
      await press(newBrowser(), path, secret);
      return goesOn(await press(newBrowser(), path, secret));
    });
    for (const [what, end] of [
      ['was used', { status: 'connected' }],
      ['was taken back', { status: 'revoked' }],
      ['has expired', { expires_at: new Date(0) }],
    ] as const) {
      attack('T1', `a link that ${what}`, [defence.linksEnd], async () => {
        const { id, path, secret } = await makeLink();
        await world.services.db.inWorkspace(world.acme.id, (tx) =>
          tx.updateTable('connect_links').set(end).where('id', '=', id).execute(),
        );
        return goesOn(await press(newBrowser(), path, secret));
      });
    }
    const pages: [string, Record<string, string>][] = [
      ['of another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
      ['that another site’s script sends', { 'sec-fetch-site': 'cross-site' }],
      ['of a subdomain', { 'sec-fetch-site': 'same-site' }],
      ['of no origin', { origin: 'null' }],
    ];
    for (const [what, headers] of pages) {
      for (const step of ['open', 'continue']) {
        attack('T1', `the step ${step} of a link, from a page ${what}`, [defence.ownPagesOnly], async () => {
          const { path, secret } = await makeLink();
          const body = step === 'open' ? { secret } : { secret, scheme: 'oauth2' };
          return goesOn(await newBrowser().post(`${path}/${step}`, body, headers));
        });
      }
    }
  });

  describe('by the Host header', () => {
    for (const headers of [{ 'x-forwarded-host': 'evil.example' }, { host: 'evil.example' }] as Record<
      string,
      string
    >[]) {
      attack('T12', `a redirect URI by ${Object.keys(headers).join()}`, [defence.publicUrlIsConfigured], async () => {
        const id = await victim.startAttempt('rogue');
        const nonce = await victim.nonce(id);
        const { body } = await victim.browser.post(`/connect/${world.acme.appKey}/${id}/claim`, { nonce }, headers);
        const url = new URL(String(body.authorization_url));
        const redirect = url.searchParams.get('redirect_uri') ?? '';
        return redirect.includes('evil.example') ? redirect : undefined;
      });
    }
  });

  describe('an account', () => {
    async function connect(user: TestUser): Promise<number> {
      const { url } = await underWay(user, world.acme, 'rogue');
      await user.browser.open(answerTo(url, { code: 'c' }));
      const [account] = await world.accountsOf(user);
      if (!account) throw new Error('It was not connected.');
      return account.id;
    }
    attack('T18', 'whose tokens live on after it was disconnected', [defence.tokensAreRevoked], async () => {
      const id = await connect(victim);
      await victim.api('DELETE', `/connected-accounts/${id}`);
      return world.rogue.revoked.length > 0 ? undefined : 'Nobody told the third party.';
    });
    attack('T4', 'of another user, which is disconnected', [defence.accountsBelongToTheirUser], async () => {
      const id = await connect(victim);
      await mallory.api('DELETE', `/connected-accounts/${id}`);
      return (await world.accountsOf(victim)).length === 0 ? 'It is gone.' : undefined;
    });
  });
});
