import type { CallContext, Credentials } from '../kit/connector.ts';
import { callContext } from './call-context.ts';

export interface RedirectedContext extends CallContext {
  /** Where each request so far was meant to go */
  urls: string[];
}

/**
 * A call's context whose requests go to a local server in place of the vendor's: to one for all of them, or by host name,
 * where any other host is an error.
 */
export function redirectedContext(
  credentials: Credentials,
  origins: string | Readonly<Record<string, string>>,
): RedirectedContext {
  const urls: string[] = [];
  return {
    ...callContext(credentials),
    urls,
    fetch: (request) => {
      urls.push(request.url);
      const { protocol, host, pathname, search } = new URL(request.url);
      const origin = typeof origins === 'string' ? origins : origins[host];
      if (protocol !== 'https:' || origin === undefined) throw new Error(`no server stands for ${protocol}//${host}`);
      return fetch(new Request(origin + pathname + search, request));
    },
  };
}
