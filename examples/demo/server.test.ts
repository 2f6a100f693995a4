import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const origin = 'http://127.0.0.1:47695';
const secret = 'as_planted';
let server: ChildProcess;

beforeAll(async () => {
  const env = { APP_KEY: 'ak_test', APP_SECRET: secret, INTEGRY_URL: 'http://localhost:47694', DEMO_PORT: '47695' };
  server = spawn(process.execPath, [join(import.meta.dirname, 'server.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (server.stdout) await once(server.stdout, 'data');
});
afterAll(async () => {
  const ended = once(server, 'exit');
  server.kill();
  await ended;
});

const ask = (path: string, init?: RequestInit) => fetch(`${origin}${path}`, init);

test('the backend vouches for the signed-in user, whoever that is', async () => {
  const signIn = await ask('/api/sign-in?user=tomas', { method: 'POST' });
  const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const auth = await (await ask('/api/integry-auth', { headers: { cookie } })).json();
  const hash = createHmac('sha256', secret).update('tomas').digest('hex');
  expect(auth).toEqual({ appKey: 'ak_test', userId: 'tomas', hash });
});

test('nobody signs in as a user there is not, or from another site', async () => {
  expect((await ask('/api/sign-in?user=root', { method: 'POST' })).status).toBe(400);
  const headers = { 'Sec-Fetch-Site': 'cross-site' };
  expect((await ask('/api/sign-in?user=maya', { method: 'POST', headers })).status).toBe(400);
});

test('the page names the server for its loader, in its policy too, and never the secret', async () => {
  const page = await ask('/');
  const html = await page.text();
  expect(html).toContain('<script src="http://localhost:47694/v1/integry.js"');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self' http://localhost:47694;");
  const answers = await Promise.all(
    ['/api/me', '/api/integry-auth', '/app/main.js'].map(async (path) => (await ask(path)).text()),
  );
  expect([html, ...answers].join('')).not.toContain(secret);
});

test.each(['/../server.js', '/%2e%2e/server.js', '/app/../../server.js', '/app', '/nothing.js'])(
  'there is nothing at %s',
  async (path) => {
    expect((await ask(path)).status).toBe(404);
  },
);
