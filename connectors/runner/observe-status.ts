import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { requestIdOf } from './request-id-of.ts';

/** Names and values in turn */
interface UndiciHead {
  statusCode: number;
  headers: readonly Uint8Array[];
}

export interface ObservedStatus {
  /** Forgets what was seen before this call. */
  reset(): void;
  /** The status of the last HTTP answer since then; undefined where none came. */
  last(): number | undefined;
  /** True where a request since then may have changed something at the app: doing it all again would do that twice. */
  hasWritten(): boolean;
  /** What the app called the request of that answer; undefined where it did not say. */
  requestId(): string | undefined;
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
  let requestId: string | undefined;
  const observe = (method: string, status: number, headers: Iterable<readonly [string, string]>) => {
    last = status;
    requestId = requestIdOf(headers);
    const isRefusal = status >= 400 && status < 500;
    if (!safeMethods.has(method) && !isRefusal) written = true;
  };
  diagnostics.subscribe('undici:request:headers', (message) => {
    const { request, response } = message as { request: { method: string }; response: UndiciHead };
    observe(request.method, response.statusCode, pairs(response.headers.map(String)));
  });
  diagnostics.subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    if (response.statusCode !== undefined) observe(request.method, response.statusCode, pairs(response.rawHeaders));
  });
  return {
    reset: () => {
      last = undefined;
      written = false;
      requestId = undefined;
    },
    last: () => last,
    hasWritten: () => written,
    requestId: () => requestId,
  };
}

/** What an answer says of the exchange, beside its status. */
export function seenOf(status: ObservedStatus): { written: boolean; requestId?: string } {
  const requestId = status.requestId();
  return { written: status.hasWritten(), ...(requestId === undefined ? {} : { requestId }) };
}

function* pairs(inTurn: readonly string[]): Generator<readonly [string, string]> {
  for (let index = 0; index + 1 < inTurn.length; index += 2) yield [inTurn[index]!, inTurn[index + 1]!];
}
