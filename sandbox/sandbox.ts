import { getRequestListener } from '@hono/node-server';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi } from './api.ts';
import { Contacts } from './contacts.ts';
import { createPages } from './interactions.ts';
import { createProvider, type SandboxClient } from './provider.ts';
import { readState, writeState } from './state-file.ts';
import { TokenStore } from './token-store.ts';
import { Users } from './users.ts';

export type { SandboxClient } from './provider.ts';

export interface SandboxOptions {
  /** 0 (the default): any free one */
  port?: number;
  /** The address browsers use, if it is not `http://localhost:<port>`; the server listens on 127.0.0.1 all the same. */
  publicUrl?: string;
  clients: SandboxClient[];
  /** Seconds; 300 if absent */
  accessTokenTtl?: number;
  /** Sends `Cross-Origin-Opener-Policy` on every page. */
  coop?: 'same-origin';
  /** Accounts, tokens and contacts are in memory; with a path they are read from it, and written to it on `close`. */
  stateFile?: string;
}

export interface Sandbox {
  origin: string;
  /** POST requests that reached the token endpoint */
  tokenRequests(): number;
  /** POST requests that reached the revocation endpoint */
  revocations(): number;
  /** Ends every token and sign-in, as if all users had withdrawn their access. */
  endAccess(): void;
  close(): Promise<void>;
}

/** Starts the sandbox: a small third party with an OAuth 2 server, sign-in and consent pages and a REST API, on one origin. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const server = createServer();
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const origin = new URL(options.publicUrl ?? `http://localhost:${(server.address() as AddressInfo).port}`).origin;
  const { host } = new URL(origin);

  const state = options.stateFile ? readState(options.stateFile) : undefined;
  const store = new TokenStore(state?.tokens);
  const users = new Users(state?.users);
  const contacts = new Contacts(state?.contacts);
  const provider = createProvider({
    origin,
    clients: options.clients,
    accessTokenTtl: options.accessTokenTtl ?? 300,
    store,
    users,
  });

  const oauth = provider.callback();
  const api = getRequestListener(createApi(provider, users, contacts).fetch, { overrideGlobalObjects: false });
  const pages = getRequestListener(createPages(provider, users).fetch, { overrideGlobalObjects: false });
  const counts = { token: 0, revocation: 0 };

  server.on('request', (request, response: ServerResponse) => {
    const pathname = request.url?.replace(/\?.*/, '') ?? '/';
    // The sandbox has one address, by whichever name it was reached: its links and redirects are made from this header.
    request.headers.host = host;
    if (options.coop) response.setHeader('Cross-Origin-Opener-Policy', options.coop);
    if (request.method === 'POST' && pathname === '/token') counts.token += 1;
    if (request.method === 'POST' && pathname === '/token/revocation') counts.revocation += 1;
    if (pathname.startsWith('/api/')) return void api(request, response);
    if (isOAuth(pathname)) return void oauth(request, response);
    return void pages(request, response);
  });

  return {
    origin,
    tokenRequests: () => counts.token,
    revocations: () => counts.revocation,
    endAccess: () => store.clear(),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      if (options.stateFile) {
        writeState(options.stateFile, { tokens: store.entries(), users: users.all(), contacts: contacts.entries() });
      }
    },
  };
}

function isOAuth(pathname: string): boolean {
  return /^\/(auth|token|me|jwks|\.well-known)(\/|$)/.test(pathname);
}
