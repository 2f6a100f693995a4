import { ConnectorError } from '#connectors/kit/errors.ts';
import { allowsHost, isSecure } from '../hosts.ts';
import { invalidArgument } from '../request/invalid-argument.ts';
import { isWithin } from '../request/is-within.ts';
import type { ServerSource } from '../request/server-url.ts';

/**
 * Where a request of the caller's own goes: below the API's address, or to a whole URL on one of the app's hosts.
 * Credentials go along, so a pattern stands for its account's own server only where others of its hosts may be other
 * customers': in an app that may send to any host (`*`), and in one whose accounts say where their server is.
 * Throws `invalid_argument`, `egress_blocked`, and what `baseUrl` throws.
 */
export function passthroughUrl(text: string, source: ServerSource, baseUrl: () => string): URL {
  const url = /^[a-z][a-z0-9+.-]*:/i.test(text) ? wholeUrl(text, source, baseUrl) : urlBelow(text, baseUrl());
  url.hash = '';
  return url;
}

function urlBelow(path: string, baseUrl: string): URL {
  if (/^[/\\]{2}/.test(path))
    throw invalidArgument('url', 'must be a path with one slash at its start, or a whole URL');
  const url = URL.parse(`${baseUrl}${path.startsWith('/') ? '' : '/'}${path}`);
  if (!url || !isWithin(url, baseUrl)) throw invalidArgument('url', 'must stay below the address of the API');
  return url;
}

function wholeUrl(text: string, source: ServerSource, baseUrl: () => string): URL {
  const url = URL.parse(text);
  if (!url || url.username || url.password || !isSecure(url, source.settings)) {
    throw invalidArgument('url', 'must be a path such as "/items/1" or an https URL without user name and password');
  }
  if (isOfApp(url, source) || url.origin === new URL(baseUrl()).origin) return url;
  const message = `${source.app.title} may not send credentials to ${url.host}: it is none of the app's hosts.`;
  throw new ConnectorError('egress_blocked', message);
}

/** A host of the app at the usual port; another port may be another's server. */
function isOfApp(url: URL, { app, hosts, settings }: ServerSource): boolean {
  if (settings.covers(url.origin)) return true;
  const isOfAccounts = Object.keys(app.variables).length > 0;
  const named = hosts.filter((host) => host !== '*' && !(isOfAccounts && host.startsWith('*.')));
  return url.protocol === 'https:' && url.port === '' && allowsHost(named, url.hostname);
}
