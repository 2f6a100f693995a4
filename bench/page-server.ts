import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** By path: what the floor of a widget's server answers. A widget of a few lines stands for the real one. */
const files: Record<string, [file: string, type: string]> = {
  '/': ['bench/host.html', 'text/html'],
  '/v1/integry.js': ['dist/loader/integry.js', 'text/javascript'],
  '/penpal.mjs': ['node_modules/penpal/dist/penpal.mjs', 'text/javascript'],
  '/embed/1/ak_bench': ['bench/widget.html', 'text/html'],
  '/published-sdk.js': ['e2e/integry-sdk/node_modules/@integry/sdk/dist/umd/index.umd.js', 'text/javascript'],
  '/port.html': ['bench/bridge/port.html', 'text/html'],
};

export interface PageServer {
  /** The customer's site */
  hostUrl: string;
  /** The widget's site */
  widgetUrl: string;
  close(): Promise<void>;
}

/** Serves two sites on one loopback port; every session that is asked for is given. */
export async function startPageServer(): Promise<PageServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    response.setHeader('access-control-allow-origin', '*');
    if (pathname === '/sessions') return response.end(session());
    const [file, type] = files[pathname] ?? [];
    if (!file || !type) return response.writeHead(404).end();
    // As a CDN serves a published package
    if (pathname === '/published-sdk.js') response.setHeader('cache-control', 'max-age=31536000, immutable');
    response.setHeader('content-type', type).end(readFileSync(join(root, file)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    hostUrl: `http://host.localhost:${port}`,
    widgetUrl: `http://widget.localhost:${port}`,
    close: async () => {
      server.close().closeAllConnections();
      await once(server, 'close');
    },
  };
}

function session(): string {
  const expires_at = new Date(Date.now() + 600_000).toISOString();
  return JSON.stringify({ token: 'bench', expires_at, origin: '', user_id: 'u', workspace_name: 'Bench' });
}
