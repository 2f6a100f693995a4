import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenError } from '../http/listen-error.ts';
import type { Metrics } from './metrics.ts';

export interface MetricsAddress {
  host: string;
  port: number;
}

const limits = { maxHeaderSize: 8 * 1024, headersTimeout: 10_000, requestTimeout: 10_000 };

/**
 * Answers GET /metrics on an address of its own, which the way to the API does not lead to. Throws `port_in_use` and
 * `invalid_environment`. Returns the disposer.
 */
export async function serveMetrics(metrics: Metrics, address: MetricsAddress): Promise<() => Promise<void>> {
  const server = createServer(limits, (request, response) => void answer(metrics, request, response));
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void =>
      reject(listenError(error, address, { host: 'METRICS_HOST', port: 'METRICS_PORT' }));
    server.once('error', refuse).listen(address, resolve);
  });
  return async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
}

async function answer(metrics: Metrics, { method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!/^\/metrics\/?(\?|$)/.test(url ?? '')) return void response.writeHead(404).end();
  if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405, { Allow: 'GET, HEAD' }).end();
  try {
    const text = await metrics.text();
    response.writeHead(200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' }).end(text);
  } catch {
    response.writeHead(500).end();
  }
}
