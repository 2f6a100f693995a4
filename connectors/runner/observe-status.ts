import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

export interface ObservedStatus {
  /** Forgets what was seen before this call. */
  reset(): void;
  /** The status of the last HTTP answer since then; undefined where none came. */
  last(): number | undefined;
}

/**
 * A piece returns what it makes of an app's answer, not the answer. Its status is what Node itself reports of the last
 * HTTP exchange, whichever client made it.
 */
export function observeStatus(): ObservedStatus {
  let last: number | undefined;
  diagnostics.subscribe('undici:request:headers', (message) => {
    last = (message as { response: { statusCode: number } }).response.statusCode;
  });
  diagnostics.subscribe('http.client.response.finish', (message) => {
    last = (message as { response: IncomingMessage }).response.statusCode ?? last;
  });
  return {
    reset: () => {
      last = undefined;
    },
    last: () => last,
  };
}
