import type { CallContext, Credentials } from '../kit/connector.ts';

export interface RedirectedContext extends CallContext {
  /** The host of each request so far, as the connector meant it */
  hosts: string[];
}

/** A call's context in which local servers, by host name, stand for the vendor's. Any other host is an error. */
export function redirectedContext(
  credentials: Credentials,
  origins: Readonly<Record<string, string>>,
): RedirectedContext {
  const hosts: string[] = [];
  return {
    credentials,
    hosts,
    signal: AbortSignal.timeout(10_000),
    fetch: (request) => {
      const { protocol, host, pathname, search } = new URL(request.url);
      hosts.push(host);
      const origin = origins[host];
      if (protocol !== 'https:' || origin === undefined) throw new Error(`no server stands for ${protocol}//${host}`);
      return fetch(new Request(origin + pathname + search, request));
    },
  };
}
