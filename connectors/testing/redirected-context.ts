import type { CallContext, Credentials } from '../kit/connector.ts';
import { callContext } from './call-context.ts';

/** A call's context whose requests all go to `origin`, whatever host they are for; `urls` holds where they were meant to go. */
export function redirectedContext(credentials: Credentials, origin: string): CallContext & { urls: string[] } {
  const urls: string[] = [];
  return {
    ...callContext(credentials),
    urls,
    fetch: (request) => {
      urls.push(request.url);
      const { pathname, search } = new URL(request.url);
      return fetch(new Request(origin + pathname + search, request));
    },
  };
}
