import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { failureOf, insideEgress, serve } from '../testing/loopback.ts';

async function textOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await request.toArray()).toString();
}

describe('redirects', () => {
  test('to a host that may not be reached: refused, and nothing is sent there', async () => {
    let reached = 0;
    const target = await serve((_request, response) => {
      reached++;
      response.end();
    });
    const places = [
      `http://127.0.0.1:${target}/`,
      `http://[::ffff:127.0.0.1]:${target}/`,
      `http://blocked.localhost:${target}/`,
      `http://secret.localhost:${target}/`,
      'https://169.254.169.254/',
      'file:///etc/passwd',
      `http://user:password@provider.localhost:${target}/`,
    ];
    const port = await serve((request, response) => {
      response.writeHead(302, { location: places[Number(request.url?.slice(1))] }).end();
    });
    // secret.localhost is allowed to the server, but not to this connector
    const fetchTo = insideEgress('provider.localhost', 'secret.localhost').fetchTo(['provider.localhost']);
    for (const index of places.keys()) {
      const request = new Request(`http://provider.localhost:${port}/${index}`);
      expect(await failureOf(fetchTo(request)), places[index]).toBe('egress_blocked');
    }
    expect(reached).toBe(0);
  });

  test('across origins nothing goes along that could be a credential', async () => {
    const target = await serve((request, response) => response.end(JSON.stringify(request.headers)));
    const port = await serve((_request, response) => {
      response.writeHead(307, { location: `http://b.localhost:${target}/` }).end();
    });
    const headers = { authorization: 'Bearer t', cookie: 'c=1', 'x-api-key': 'k', accept: 'application/json' };
    const request = new Request(`http://a.localhost:${port}/?api_key=k`, { headers });
    const response = await insideEgress('a.localhost', 'b.localhost').fetchTo(['*'])(request);
    const seen = await response.json();
    expect(seen).toMatchObject({ accept: 'application/json', host: `b.localhost:${target}` });
    expect(seen).not.toHaveProperty('authorization');
    expect(seen).not.toHaveProperty('cookie');
    expect(seen).not.toHaveProperty('x-api-key');
    expect(seen).not.toHaveProperty('referer');
  });

  test.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [301, 'PUT', 'PUT', 'body'],
    [307, 'POST', 'POST', 'body'],
    [308, 'POST', 'POST', 'body'],
  ])('%d after %s is followed by %s within the origin, with its credentials', async (status, method, then, body) => {
    const port = await serve(async (request, response) => {
      if (request.url === '/') return void response.writeHead(status, { location: '/next' }).end();
      response.end(JSON.stringify([request.method, await textOf(request), request.headers.authorization]));
    });
    const headers = { authorization: 'Bearer t' };
    const request = new Request(`http://a.localhost:${port}/`, { method, body: 'body', headers });
    const response = await insideEgress('a.localhost').fetchTo(['*'])(request);
    expect(await response.json()).toEqual([then, body, 'Bearer t']);
  });

  test('five are followed, a sixth is not', async () => {
    let requests = 0;
    const port = await serve((request, response) => {
      requests++;
      const left = Number(request.url?.slice(1));
      if (left === 0) return void response.end('arrived');
      response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    const fetchTo = insideEgress('a.localhost').fetchTo(['*']);
    expect(await (await fetchTo(new Request(`http://a.localhost:${port}/5`))).text()).toBe('arrived');
    requests = 0;
    expect(await failureOf(fetchTo(new Request(`http://a.localhost:${port}/6`)))).toBe('provider_unreachable');
    expect(requests).toBe(6);
  });

  test('are handed back where the request asks for it, and refused where it says so', async () => {
    const port = await serve((_request, response) => response.writeHead(302, { location: '/next' }).end());
    const fetchTo = insideEgress('a.localhost').fetchTo(['*']);
    const url = `http://a.localhost:${port}/`;
    expect((await fetchTo(new Request(url, { redirect: 'manual' }))).status).toBe(302);
    expect(await failureOf(fetchTo(new Request(url, { redirect: 'error' })))).toBe('provider_unreachable');
  });
});
