import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { root } from './child-process.ts';

/** The customer's site: serves the pages of e2e/ (`/<scenario>/host.html`), and the loader's module as a bundler would. */
export interface HostSite {
  port: number;
  /** The same server under another name: a different site, or a different origin of the same one */
  originAt(hostname: string): string;
  /** Sends the headers with every page from now on */
  setHeaders(headers: OutgoingHttpHeaders): void;
  close(): Promise<void>;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
};

/** `words` replace `{{name}}` in each page, and the site's own port `{{port}}`. */
export async function startHostSite(words: Record<string, string>): Promise<HostSite> {
  let headers: OutgoingHttpHeaders = {};
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const file = pathname.startsWith('/dist/') ? join(root, pathname) : join(root, 'e2e', pathname);
    readFile(file, 'utf8').then(
      (text) => {
        response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'text/plain', ...headers });
        const all: Record<string, string> = { ...words, port: String(request.socket.localPort) };
        // A package stays as it was published.
        if (/\.m?js$/.test(file)) return void response.end(text);
        const script = file.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
        response.end(script.replaceAll(/\{\{(\w+)\}\}/g, (_, word: string) => all[word] ?? ''));
      },
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    originAt: (hostname) => `http://${hostname}:${port}`,
    setHeaders: (next) => void (headers = next),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
