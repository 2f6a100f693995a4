import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RogueReply {
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON */
  body: object | string;
}

export interface TokenRequest {
  form: URLSearchParams;
  authorization: string | undefined;
}

/** A third party whose every answer a test can choose. It listens on 127.0.0.1. */
export interface RogueProvider {
  origin: string;
  tokenRequests: TokenRequest[];
  revoked: string[];
  /** Answers token requests; `well` unless a test puts another one here */
  answerToken: (request: TokenRequest) => RogueReply | Promise<RogueReply>;
  /** Answers /api/me */
  answerMe: (request: IncomingMessage) => RogueReply;
  answerRevocation: () => RogueReply;
  /** Forgets all requests and answers as it should again. */
  reset(): void;
  close(): Promise<void>;
}

export async function startRogueProvider(): Promise<RogueProvider> {
  const server = createServer((request, response) => {
    answer(request).then(
      (reply) => send(response, reply),
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const provider: RogueProvider = {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    tokenRequests: [],
    revoked: [],
    answerToken: () => ({ body: {} }),
    answerMe: () => ({ body: {} }),
    answerRevocation: () => ({ body: '' }),
    reset() {
      provider.tokenRequests = [];
      provider.revoked = [];
      provider.answerToken = rotatingTokens();
      provider.answerMe = () => ({ body: { id: 'rogue-user', name: 'Rogue User' } });
      provider.answerRevocation = () => ({ body: '' });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  provider.reset();
  return provider;

  async function answer(request: IncomingMessage): Promise<RogueReply> {
    if (request.url === '/api/me') return provider.answerMe(request);
    const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
    if (request.url === '/token/revocation') {
      provider.revoked.push(form.get('token') ?? '');
      return provider.answerRevocation();
    }
    if (request.url !== '/token') return { status: 404, body: {} };
    const tokenRequest = { form, authorization: request.headers.authorization };
    provider.tokenRequests.push(tokenRequest);
    return provider.answerToken(tokenRequest);
  }
}

/** Each refresh token counts once; its reuse ends the whole grant, as strict servers do. */
export function rotatingTokens({ expiresIn = 3600 }: { expiresIn?: number } = {}): RogueProvider['answerToken'] {
  let issued = 0;
  let current = '';
  let ended = false;
  return ({ form }) => {
    const refreshToken = form.get('refresh_token');
    if (refreshToken !== null && (ended || refreshToken !== current)) {
      ended = true;
      return { status: 400, body: { error: 'invalid_grant' } };
    }
    issued += 1;
    current = `refresh-${issued}`;
    const body = { access_token: `access-${issued}`, token_type: 'Bearer', refresh_token: current };
    return { body: { ...body, expires_in: expiresIn } };
  };
}

function send(response: ServerResponse, { status = 200, headers, body }: RogueReply): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}
