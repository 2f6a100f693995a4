import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { startLoopbackServer } from '#connectors/testing/loopback-server.ts';
import { count } from '../figures.ts';
import { makeTrouble } from './trouble.ts';

/** Long enough that a process is often killed in the middle */
const WORK_MS = 40;
const MEGABYTE = 1024 * 1024;

/** A third party that keeps count, and turns away everybody who uses a token or a refresh token that has been replaced. */
export interface Provider {
  origin: string;
  /** How often an entry was made under each key */
  executions: ReadonlyMap<string, number>;
  /** How often refresh tokens were traded, or tried to be */
  refreshes: number;
  /** How often somebody came with a refresh token that was used before: the grant is ended then */
  reuses: number;
  /** Access tokens that were given out until now serve no longer. */
  expireTokens(): void;
  close(): Promise<void>;
}

export async function startProvider(): Promise<Provider> {
  const executions = new Map<string, number>();
  const tokens = { access: new Set<string>(), refresh: new Set<string>() };
  const { origin, close } = await startLoopbackServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  const provider = { origin, close, executions, refreshes: 0, reuses: 0, expireTokens: () => tokens.access.clear() };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    const body = await textOf(request);
    const [, trouble] = /^\/trouble\/([\w-]+)$/.exec(pathname) ?? [];
    if (pathname === '/authorize') return consent(searchParams, response);
    if (pathname === '/token') return grant(new URLSearchParams(body), response);
    if (!isKnown(request.headers.authorization)) return send(response, 401, { error: 'invalid_token' });
    if (trouble !== undefined) return makeTrouble(trouble, response);
    if (pathname === '/me') return send(response, 200, { id: 'someone', name: 'Someone' });
    if (request.method === 'GET') return send(response, 200, { entries: executions.size });
    const { key } = JSON.parse(body) as { key: string };
    const entry = count(executions, key);
    await wait(Math.random() * WORK_MS);
    return send(response, 201, { key, entry });
  }

  function isKnown(authorization = ''): boolean {
    const [scheme, token = ''] = authorization.split(' ');
    return scheme === 'Key' || tokens.access.has(token);
  }

  /** Rotates (RFC 9700, section 4.14.2): a refresh token serves once. */
  async function grant(form: URLSearchParams, response: ServerResponse): Promise<void> {
    if (form.get('grant_type') === 'refresh_token') {
      provider.refreshes += 1;
      await wait(WORK_MS);
      if (!tokens.refresh.delete(form.get('refresh_token') ?? '')) {
        provider.reuses += 1;
        return send(response, 400, { error: 'invalid_grant' });
      }
    }
    const [access, refresh] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
    tokens.access.add(access);
    tokens.refresh.add(refresh);
    return send(response, 200, {
      access_token: access,
      refresh_token: refresh,
      token_type: 'bearer',
      expires_in: 3_600,
    });
  }

  return provider;
}

/** Everybody agrees. */
function consent(asked: URLSearchParams, response: ServerResponse): void {
  const back = new URL(asked.get('redirect_uri') ?? '');
  back.searchParams.set('code', 'granted');
  back.searchParams.set('state', asked.get('state') ?? '');
  response.writeHead(302, { Location: back.href }).end();
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size < MEGABYTE) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
