import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decideConsent } from './consent-robot.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

const redirectUri = 'http://localhost:47690/callback';
const clients = [{ id: 'acme', secret: 'acme-secret', redirectUris: [redirectUri] }];
const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
const stateFile = join(folder, 'sandbox.json');

let sandbox: Sandbox;
let token: string;

beforeAll(async () => {
  sandbox = await startSandbox({ clients, stateFile });
  token = await accessToken('demo', 'openid contacts');
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

/** The shortest way to a token; oauth.test.ts looks at each step. */
async function accessToken(user: string, scope: string): Promise<string> {
  const verifier = oauth.generateRandomCodeVerifier();
  const challenge = await oauth.calculatePKCECodeChallenge(verifier);
  const query = new URLSearchParams({
    client_id: 'acme',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const callback = await decideConsent(`${sandbox.origin}/auth?${query}`, { user });
  const response = await fetch(`${sandbox.origin}/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa('acme:acme-secret')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  return (await response.json()).access_token;
}

async function call(
  path: string,
  init: { method?: string; json?: unknown; token?: string; signal?: AbortSignal } = {},
) {
  const response = await fetch(`${sandbox.origin}/api${path}`, {
    method: init.method,
    headers: { Authorization: `Bearer ${init.token ?? token}`, 'Content-Type': 'application/json' },
    body: init.json === undefined ? undefined : JSON.stringify(init.json),
    signal: init.signal,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

describe('contacts', () => {
  test('come in pages, each once, until the cursor is null', async () => {
    const ids: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await call(`/contacts?limit=50&cursor=${cursor}`);
      ids.push(...body.contacts.map((contact: { id: number }) => contact.id));
      cursor = body.next_cursor;
    }
    expect(ids).toHaveLength(120);
    expect(new Set(ids).size).toBe(120);
  });

  test('are added, read, changed and deleted', async () => {
    const added = await call('/contacts', { method: 'POST', json: { name: 'Ada', email: 'ada@example.com' } });
    expect(added.status).toBe(201);
    const path = `/contacts/${added.body.id}`;
    expect((await call(path)).body).toEqual(added.body);
    const changed = await call(path, { method: 'PATCH', json: { company: 'Engines' } });
    expect(changed.body).toMatchObject({ name: 'Ada', email: 'ada@example.com', company: 'Engines' });
    expect((await call(path, { method: 'DELETE' })).status).toBe(204);
    expect((await call(path)).status).toBe(404);
    expect((await call(path, { method: 'DELETE' })).body).toMatchObject({ error: 'not_found' });
  });

  test('belong to one user', async () => {
    const other = await accessToken('somebody', 'openid contacts');
    const { body } = await call('/contacts', { method: 'POST', json: { name: 'Only mine' } });
    expect((await call(`/contacts/${body.id}`, { token: other })).status).toBe(404);
  });

  test.each([
    ['a body that is no JSON object', { json: 'x' }],
    ['a missing name', { json: {} }],
    ['an address that is none', { json: { name: 'A', email: 'nope' } }],
    ['an unknown field', { json: { name: 'A', colour: 'red' } }],
  ])('refuse %s', async (_what, { json }) => {
    const { status, body } = await call('/contacts', { method: 'POST', json });
    expect(status).toBe(400);
    expect(body.error).toBe('invalid_request');
  });

  test.each(['?limit=0', '?limit=101', '?limit=x', '?cursor=bogus'])('refuse the query %s', async (query) => {
    expect((await call(`/contacts${query}`)).status).toBe(400);
  });
});

describe('the rest of the API', () => {
  test('asks for a token, and for the scope', async () => {
    expect((await call('/me', { token: 'made-up' })).status).toBe(401);
    const narrow = await accessToken('demo', 'openid');
    expect((await call('/me', { token: narrow })).body).toEqual({
      id: 'demo',
      name: 'Demo',
      email: 'demo@sandbox.example',
    });
    expect((await call('/contacts', { token: narrow })).body.error).toBe('insufficient_scope');
  });

  test('has a slow, a failing and a rate-limited endpoint', async () => {
    expect((await call('/slow?seconds=0.2')).body).toEqual({ waited_seconds: 0.2 });
    const failing = await call('/failing');
    expect([failing.status, failing.body.error]).toEqual([500, 'internal']);
    const limited = await call('/rate-limited');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '30']);
    expect((await call('/nothing')).status).toBe(404);
  });

  test('a caller that stops waiting does not hold the sandbox', async () => {
    await expect(call('/slow?seconds=300', { signal: AbortSignal.timeout(100) })).rejects.toThrow();
  });

  test('keeps its tokens and contacts over a restart where it has a state file', async () => {
    const { body } = await call('/contacts', { method: 'POST', json: { name: 'Kept' } });
    await sandbox.close();
    sandbox = await startSandbox({ clients, stateFile });
    expect((await call(`/contacts/${body.id}`)).body.name).toBe('Kept');
  });
});
