import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TokenReplyQuirks } from '#connectors/kit/connector.ts';
import { normaliseTokenReply } from './token-reply.ts';

const form = 'application/x-www-form-urlencoded';

async function normalise(body: unknown, quirks?: TokenReplyQuirks, init: { status?: number; type?: string } = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': init.type ?? 'application/json' };
  const { response, extra } = await normaliseTokenReply(new Response(text, { status: init.status, headers }), quirks);
  return { status: response.status, body: await response.text().then(parsed), extra };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

describe('a token reply', () => {
  test('in the form of the standard stays as it is', async () => {
    const body = { access_token: 'a', token_type: 'Bearer', expires_in: 3600, refresh_token: 'r' };
    expect(await normalise(body)).toMatchObject({ status: 200, body });
  });

  test('loses its ID token, unless the scheme asks for it', async () => {
    const body = { access_token: 'a', token_type: 'Bearer', id_token: 'header.claims.signature' };
    expect(await normalise(body)).toMatchObject({ body: { access_token: 'a' }, extra: {} });
    expect((await normalise(body)).body).not.toHaveProperty('id_token');
    const asked = await normalise(body, { idToken: true });
    expect(asked.body).toHaveProperty('id_token', 'header.claims.signature');
    expect(asked.extra).not.toHaveProperty('id_token');
  });

  test('that is form-encoded becomes JSON, said or unsaid', async () => {
    const expected = { status: 200, body: { access_token: 'a', token_type: 'bearer' }, extra: { scope: 'x y' } };
    expect(await normalise('access_token=a&token_type=bearer&scope=x+y', {}, { type: form })).toMatchObject(expected);
    expect(await normalise('access_token=a&token_type=bearer&scope=x+y', {}, { type: 'text/html' })).toMatchObject(
      expected,
    );
  });

  test.each([
    ['no token_type', {}, 'bearer'],
    ['an empty one', { token_type: null }, 'bearer'],
  ])('with %s is one of a bearer', async (_what, more, expected) => {
    expect((await normalise({ access_token: 'a', ...more })).body).toMatchObject({ token_type: expected });
  });

  test('with a token_type of the vendor’s own is one of a bearer only if the scheme says so', async () => {
    const body = { access_token: 'a', token_type: 'bot' };
    expect((await normalise(body)).body).toMatchObject({ token_type: 'bot' });
    const said = await normalise(body, { tokenType: 'bearer' });
    expect(said.body).toMatchObject({ token_type: 'bearer' });
  });

  test.each([
    ['3600', 3600],
    [3600.5, 3600.5],
    [0, undefined],
    [null, undefined],
    ['soon', undefined],
    [-1, undefined],
  ])('whose expires_in is %j lasts %j seconds', async (given, expected) => {
    const { body } = await normalise({ access_token: 'a', expires_in: given });
    expect(body).toHaveProperty('access_token');
    expect((body as { expires_in?: number }).expires_in).toBe(expected);
  });

  test('with empty members has none of them', async () => {
    const { body } = await normalise({ access_token: 'a', refresh_token: null, expires_in: null, id_token: 'x.y.z' });
    expect(body).toEqual({ access_token: 'a', token_type: 'bearer' });
  });

  test('keeps what else it says, without any token in it', async () => {
    const { extra } = await normalise({
      access_token: 'secret-a',
      refresh_token: 'secret-r',
      id_token: 'secret-i',
      instance_url: 'https://eu.example.com',
      team: { id: 'T1', access_token: 'secret-t', bots: [{ refresh_token: 'secret-b', id: 'B1' }] },
    });
    expect(extra).toMatchObject({ instance_url: 'https://eu.example.com', team: { id: 'T1', bots: [{ id: 'B1' }] } });
    expect(JSON.stringify(extra)).not.toContain('secret');
  });

  test('keeps the further tokens that the scheme wants, in their places, and no others', async () => {
    const body = {
      access_token: 'bot',
      authed_user: { id: 'U1', access_token: 'user', refresh_token: 'secret' },
      'a/b': { access_token: 'odd' },
      teams: [{ access_token: 'secret' }],
    };
    const furtherTokens = ['/authed_user/access_token', '/a~1b/access_token', '/teams/0/access_token', '/nothing/here'];
    const { extra } = await normalise(body, { furtherTokens });
    expect(extra).toEqual({
      authed_user: { id: 'U1', access_token: 'user' },
      'a/b': { access_token: 'odd' },
      teams: [{}],
    });
  });

  test('whose tokens stand deeper is read where the scheme says', async () => {
    const body = { ok: true, team: 'T', authed_user: { access_token: 'u', token_type: 'user', refresh_token: 'r' } };
    const quirks: TokenReplyQuirks = { root: '/authed_user', tokenType: 'bearer' };
    const reply = await normalise(body, quirks);
    expect(reply.body).toEqual({ access_token: 'u', token_type: 'bearer', refresh_token: 'r' });
    expect(reply.extra).toMatchObject({ team: 'T' });
    expect((await normalise({ ok: true }, quirks)).body).toEqual({ token_type: 'bearer' });
  });
});

describe('an error', () => {
  test('with status 200 gets the status of an error', async () => {
    expect(await normalise({ error: 'bad_code', error_description: 'why' })).toEqual({
      status: 400,
      body: { error: 'bad_code', error_description: 'why' },
      extra: {},
    });
    expect((await normalise('error=bad_code', {}, { type: form })).status).toBe(400);
  });

  test('that a flag of the vendor tells of is one, in spite of a token', async () => {
    const reply = await normalise({ ok: false, error: 'x', access_token: 'a' }, { success: '/ok' });
    expect(reply).toMatchObject({ status: 400, body: { error: 'x' } });
    expect((await normalise({ ok: true, access_token: 'a' }, { success: '/ok' })).status).toBe(200);
  });

  test('keeps its status, and says no more than the standard', async () => {
    const reply = await normalise({ error: 'invalid_grant', access_token: 'a', debug: 'x' }, {}, { status: 401 });
    expect(reply).toEqual({ status: 401, body: { error: 'invalid_grant' }, extra: {} });
  });
});

test.each(['<h1>Down</h1>', '', 'hello', '[]', '"text"', 'null'])('%j is handed on as it is', async (text) => {
  const { response, extra } = await normaliseTokenReply(new Response(text, { status: 500 }));
  expect([response.status, await response.text(), extra]).toEqual([500, text, {}]);
});

test('whatever comes, it is read without a failure', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string(), fc.json()),
      fc.constantFrom(form, 'application/json', ''),
      async (text, type) => {
        const { response } = await normaliseTokenReply(new Response(text, { headers: { 'content-type': type } }));
        expect([200, 400]).toContain(response.status);
      },
    ),
  );
});
