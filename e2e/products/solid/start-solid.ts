import { join } from 'node:path';
import { freePort } from '../../../scripts/free-port.ts';
import { startProgram } from '../../harness/child-process.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface SolidServer {
  origin: string;
  log(): string;
  /** Registers an OAuth client, as a developer does who wants to use the server (RFC 7591). */
  registerClient(name: string, redirectUri: string): Promise<{ id: string; secret: string }>;
  /** Asks the server for what anybody may read. Answers the status. */
  anonymousStatus(path: string): Promise<number>;
  stop(): Promise<void>;
}

const folder = join(import.meta.dirname, '..', 'node_modules', '@solid', 'community-server');

/** Starts the Community Solid Server on this machine only, under a name of its own, with its files in a folder that goes. */
export async function startSolid(): Promise<SolidServer> {
  const port = await freePort();
  const origin = `http://solid.localhost:${port}`;
  const localUrl = `http://127.0.0.1:${port}`;
  const data = temporaryFolder('solid');
  const args = ['-p', String(port), '-b', `${origin}/`, '-c', '@css:config/file.json', '-f', data.path, '-l', 'info'];
  const running = await startProgram(
    [process.execPath, '--import', join(import.meta.dirname, 'loopback.ts'), join(folder, 'bin', 'server.js'), ...args],
    {},
    async () => (await forwarded(`${localUrl}/.well-known/openid-configuration`, origin)).ok,
  );
  return {
    origin,
    log: running.log,
    registerClient: async (name, redirectUri) => {
      const response = await forwarded(`${localUrl}/.oidc/reg`, origin, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          client_name: name,
          redirect_uris: [redirectUri],
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          scope: 'openid webid offline_access',
        }),
      });
      const client = (await response.json()) as { client_id: string; client_secret: string };
      return { id: client.client_id, secret: client.client_secret };
    },
    anonymousStatus: async (path) => (await forwarded(localUrl + path, origin)).status,
    stop: async () => {
      await running.stop();
      data.remove();
    },
  };
}

/** Node resolves no name under .localhost; the server believes a proxy about the name it was asked for. */
function forwarded(url: string, origin: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...init.headers, 'X-Forwarded-Host': new URL(origin).host, 'X-Forwarded-Proto': 'http' };
  return fetch(url, { ...init, headers });
}
