/** One request as it goes over the wire; unlike a `Request` its body can be sent again. */
export interface Leg {
  method: string;
  url: URL;
  headers: Headers;
  body: Uint8Array | null;
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);
/** What another origin may know: how to answer. Anything else could be a credential. */
const portableHeaders = ['accept', 'accept-language', 'content-type', 'user-agent'];
const bodyHeaders = ['content-encoding', 'content-language', 'content-location', 'content-type'];

/** Where an answer leads to, if it leads anywhere. An unreadable `Location` leads nowhere. */
export function redirectTarget(status: number, headers: { get(name: string): string | null }, from: URL): URL | null {
  const location = redirectStatuses.has(status) ? headers.get('location') : null;
  return location === null ? null : URL.parse(location, from);
}

/** The request after a redirect, by the method rules of the Fetch standard (HTTP-redirect fetch, steps 12 and 13). */
export function redirected(leg: Leg, status: number, url: URL): Leg {
  const toGet =
    ((status === 301 || status === 302) && leg.method === 'POST') ||
    (status === 303 && leg.method !== 'GET' && leg.method !== 'HEAD');
  const headers = url.origin === leg.url.origin ? new Headers(leg.headers) : portable(leg.headers);
  if (!toGet) return { ...leg, url, headers };
  for (const name of bodyHeaders) headers.delete(name);
  return { method: 'GET', url, headers, body: null };
}

function portable(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => portableHeaders.includes(name)));
}
