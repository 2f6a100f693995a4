import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hono } from 'hono';
import { createApp } from '../app.ts';
import { loadPublicFiles } from '../embed/public-files.ts';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { testServices } from '../testing/test-services.ts';
import { makeWorkspace, type TestWorkspace } from '../testing/test-workspace.ts';

const inlineScript = '\n  import("https://assets.invalid/_app/immutable/bundle.js");\n';
const page = `<!doctype html><html><head>
<script type="application/json" id="integry-config">null</script>
<style>body{margin:0}</style>
<link href="https://assets.invalid/_app/immutable/a.css" rel="stylesheet">
</head><body><script>${inlineScript}</script></body></html>`;

describeOnEachDatabase('what browsers load', (openTestDatabase) => {
  let services: Services;
  let app: Hono<AppEnv>;
  let workspace: TestWorkspace;
  let dist: string;
  const assetsUrl = 'https://cdn.example/widget';
  const host = 'https://host.example';

  beforeAll(async () => {
    dist = await mkdtemp(path.join(os.tmpdir(), 'integry-dist-'));
    await mkdir(path.join(dist, 'widget/_app/immutable'), { recursive: true });
    await mkdir(path.join(dist, 'loader'));
    await writeFile(path.join(dist, 'widget/index.html'), page);
    await writeFile(path.join(dist, 'widget/_app/immutable/bundle.js'), `export const text = '${'a'.repeat(5_000)}';`);
    await writeFile(path.join(dist, 'widget/_app/immutable/bundle.js.br'), 'ours is made at run time');
    await writeFile(path.join(dist, 'widget/logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(path.join(dist, 'loader/integry.js'), 'var IntegryJS = 1;');
    await writeFile(path.join(dist, 'loader/integry.mjs'), 'export const IntegryJS = 1;');
    const iconPath = path.join(dist, 'widget/logo.svg');
    const connectors = [fakeConnector({ name: 'acme', iconPath }), fakeConnector({ name: 'plain' })];
    services = await testServices(await openTestDatabase(), connectors, { assetsUrl });
    app = createApp(services, await loadPublicFiles(assetsUrl, dist));
    workspace = await makeWorkspace(services, { origin: host });
  });

  afterAll(() => rm(dist, { recursive: true }));

  const embed = (origins: string | string[], { protocol = '1', appKey = workspace.appKey, headers = {} } = {}) => {
    const query = new URLSearchParams([origins].flat().map((origin) => ['o', origin]));
    return app.request(`/embed/${protocol}/${appKey}?${query}`, { headers });
  };
  const policyOf = (answer: Response) =>
    new Map(
      (answer.headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values.join(' ')];
      }),
    );

  describe('the shell', () => {
    test('may be framed by the listed origin it was asked for, and by no other', async () => {
      expect(policyOf(await embed(host)).get('frame-ancestors')).toBe(host);
      expect(policyOf(await embed('https://evil.example')).get('frame-ancestors')).toBe("'none'");
      expect(policyOf(await embed(`${host}.evil.example`)).get('frame-ancestors')).toBe("'none'");
    });

    test('may be framed through pages around the host page if all are listed', async () => {
      const outer = 'https://outer.example';
      expect(policyOf(await embed([host, outer])).get('frame-ancestors')).toBe("'none'");
      const listed = { workspace_id: workspace.id, origin: outer };
      await services.db.asOwner((tx) => tx.insertInto('workspace_origins').values(listed).execute());
      expect(policyOf(await embed([host, outer])).get('frame-ancestors')).toBe(`${host} ${outer}`);
    });

    test('runs its own scripts only', async () => {
      const answer = await embed(host);
      const text = await answer.text();
      const script = inlineScript.replace('https://assets.invalid', assetsUrl);
      expect(text).toContain(`<script>${script}</script>`);
      expect(text).not.toContain('assets.invalid');
      const policy = policyOf(answer);
      expect(policy.get('default-src')).toBe("'none'");
      expect(policy.get('script-src')).toBe(`'sha256-${sha256(script)}' ${assetsUrl}/`);
      expect(policy.get('style-src')).toBe(`'sha256-${sha256('body{margin:0}')}' ${assetsUrl}/`);
      expect(policy.get('connect-src')).toBe("'self'");
      expect(policy.get('form-action')).toBe("'none'");
      expect(policy.get('base-uri')).toBe("'none'");
    });

    test('has its configuration as inert JSON', async () => {
      const text = await (await embed(host)).text();
      const json = /<script type="application\/json" id="integry-config">(.*?)<\/script>/.exec(text)?.[1] ?? '';
      expect(JSON.parse(json)).toEqual({
        protocol: 1,
        appKey: workspace.appKey,
        origin: host,
        publicUrl: services.config.publicUrl,
        assetsUrl,
      });
    });

    test('is looked at again each time, and fits into isolated pages', async () => {
      const answer = await embed(host);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-cache',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'cross-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'content-type': 'text/html; charset=utf-8',
      });
      const etag = answer.headers.get('etag') ?? '';
      const again = await embed(host, { headers: { 'if-none-match': etag } });
      expect(again.status).toBe(304);
      expect(policyOf(again).get('frame-ancestors')).toBe(host);
    });

    test.each([
      ['another protocol', { protocol: '2' }, 404],
      ['an unknown App-Key', { appKey: 'ak_none' }, 404],
    ])('is refused for %s, on a page that nobody may frame', async (_what, request, status) => {
      const answer = await embed(host, request);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(policyOf(answer).get('frame-ancestors')).toBe("'none'");
    });

    test.each(['', 'null', '*', 'https://*.example', `${host}/`, "https://a.example; script-src 'unsafe-inline'"])(
      'is refused for the origin %j',
      async (origin) => {
        const answer = await embed(origin);
        expect(answer.status).toBe(400);
        expect(policyOf(answer).get('frame-ancestors')).toBe("'none'");
        expect(policyOf(answer).get('script-src')).toBeUndefined();
      },
    );
  });

  describe('files', () => {
    test('of the loader are open to every page and always fresh', async () => {
      for (const file of ['integry.js', 'integry.mjs']) {
        const answer = await app.request(`/v1/${file}`);
        expect(await answer.text()).toContain('IntegryJS');
        expect(Object.fromEntries(answer.headers)).toMatchObject({
          'access-control-allow-origin': '*',
          'cache-control': 'no-cache',
          'content-type': 'text/javascript; charset=utf-8',
          'cross-origin-resource-policy': 'cross-origin',
          etag: expect.any(String),
        });
      }
    });

    test('named by their content are kept for ever, and compressed', async () => {
      const answer = await app.request('/assets/_app/immutable/bundle.js', {
        headers: { 'accept-encoding': 'gzip, br' },
      });
      expect(answer.headers.get('content-encoding')).toBe('br');
      expect(answer.headers.get('cache-control')).toContain('immutable');
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect((await answer.arrayBuffer()).byteLength).toBeLessThan(200);
      const plain = await app.request('/assets/_app/immutable/bundle.js', { headers: { 'accept-encoding': 'br;q=0' } });
      expect(plain.headers.get('content-encoding')).toBeNull();
    });

    test.each([
      '/assets/index.html',
      '/assets/_app/immutable/bundle.js.br',
      '/assets/../loader/integry.js',
      '/assets/%2e%2e/package.json',
      '/assets/..%2f..%2fpackage.json',
      '/assets//etc/passwd',
      '/assets/',
      '/v1/integry.ts',
      '/v1/../package.json',
    ])('%s is not there', async (file) => {
      expect(await (await app.request(file)).json()).toMatchObject({ code: 'not_found' });
    });

    test('of icons are pictures, and nothing else', async () => {
      const answer = await app.request('/icons/acme');
      expect(answer.headers.get('content-type')).toBe('image/svg+xml');
      expect(answer.headers.get('content-security-policy')).toContain('sandbox');
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect((await app.request('/icons/plain')).status).toBe(404);
      expect((await app.request('/icons/none')).status).toBe(404);
    });
  });

  test('/openapi.json describes the routes by their schemas', async () => {
    const document = await (await app.request('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/functions/{name}/call'].post).toMatchObject({
      responses: {
        200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/FunctionResult' } } } },
      },
    });
    expect(document.paths['/functions/{name}/options/{parameter}'].post.requestBody.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/OptionsBody' } },
    });
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(['App', 'ErrorBody', 'Session']));
    const methods = Object.values<Record<string, unknown>>(document.paths).flatMap((operations) =>
      Object.keys(operations),
    );
    expect(methods.length).toBeGreaterThan(12);
  });
});

test('a missing build is named at the start', async () => {
  await expect(loadPublicFiles('https://cdn.example', '/nonexistent')).rejects.toMatchObject({
    code: 'invalid_environment',
    message: expect.stringContaining('npm run build'),
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
