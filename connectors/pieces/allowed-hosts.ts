import type { Credentials, GuardedDial } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { allowsHost } from '../openapi/hosts.ts';

const placeholder = /^\{([A-Za-z0-9_-]+)\}$/;

/** What `Manifest.hosts` says of an app: where users enter an address, any host may come up. */
export function manifestHosts(hosts: readonly string[]): string[] {
  return hosts.some((host) => placeholder.test(host)) ? ['*'] : [...hosts];
}

/**
 * A dial that leads to the hosts of one account only: those that app.json names, and for `{field}` the one that the user
 * entered there. Someone else's code never sends an account's credentials to another address than the user's own.
 */
export function dialWithin(hosts: readonly string[], credentials: Credentials, dial: GuardedDial): GuardedDial {
  const allowed = hosts.flatMap((host) => {
    const field = placeholder.exec(host)?.[1];
    if (field === undefined) return [host];
    const entered = credentials.type === 'oauth2' ? undefined : hostOf(credentials.values[field] ?? '');
    return entered === undefined ? [] : [entered];
  });
  return async (host, port) => {
    if (allowsHost(allowed, host.toLowerCase())) return dial(host, port);
    throw new ConnectorError('egress_blocked', `${host} is not one of the hosts this app may send to.`);
  };
}

/** The host in what a user entered: a URL, or a name with or without a port. */
function hostOf(text: string): string | undefined {
  const entered = text.trim();
  const url = URL.parse(entered.includes('://') ? entered : `https://${entered}`);
  return url?.hostname.replace(/^\[(.*)\]$/, '$1');
}
