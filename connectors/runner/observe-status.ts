import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

export interface ObservedStatus {
  /** Forgets what was seen before this call. */
  reset(): void;
  /** The status of the last HTTP answer since then; undefined where none came. */
  last(): number | undefined;
  /** True where a request since then may have changed something at the app: doing it all again would do that twice. */
  hasWritten(): boolean;
}

/** RFC 9110 section 9.2.1 */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A piece returns what it makes of an app's answer, not the answer. Its status is what Node itself reports of the last
 * HTTP exchange, whichever client made it.
 */
export function observeStatus(): ObservedStatus {
  let last: number | undefined;
  let written = false;
  const observe = (method: string, status: number) => {
    last = status;
    const isRefusal = status >= 400 && status < 500;
    if (!safeMethods.has(method) && !isRefusal) written = true;
  };
  diagnostics.subscribe('undici:request:headers', (message) => {
    const { request, response } = message as { request: { method: string }; response: { statusCode: number } };
    observe(request.method, response.statusCode);
  });
  diagnostics.subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    if (response.statusCode !== undefined) observe(request.method, response.statusCode);
  });
  return {
    reset: () => {
      last = undefined;
      written = false;
    },
    last: () => last,
    hasWritten: () => written,
  };
}
