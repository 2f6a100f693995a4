import type { GuardedDial } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { allowsHost } from '../openapi/hosts.ts';
import type { Values } from './fill-template.ts';

/** `{field}`, where users enter a whole address, or a field for the first part of a name: `{shop}.example.com`. */
const placeholder = /^\{([\w-]+)\}(\.[a-z0-9.-]+)?$/;
const hostPart = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;

/** What `Manifest.hosts` says of an app: where users enter an address, any host may come up. */
export function manifestHosts(hosts: readonly string[]): string[] {
  const known = hosts.map((host) => {
    const found = placeholder.exec(host);
    return found ? `*${found[2] ?? ''}` : host;
  });
  return known.includes('*') ? ['*'] : known;
}

/**
 * The hosts of one account: those that app.json names, and where it has a field, what the user entered there. Someone
 * else's code never sends an account's credentials to another address than the user's own.
 */
export function accountHosts(hosts: readonly string[], values: Values): string[] {
  return hosts.flatMap((host) => {
    const [, field, suffix] = placeholder.exec(host) ?? [];
    if (field === undefined) return [host];
    const entered = values[field]?.trim() ?? '';
    if (suffix === undefined) return entered.split(',').flatMap((one) => hostOf(one.trim()) ?? []);
    return hostPart.test(entered) ? [entered.toLowerCase() + suffix] : [];
  });
}

export function dialWithin(allowed: readonly string[], dial: GuardedDial): GuardedDial {
  return async (host, port) => {
    if (allowsHost(allowed, host.toLowerCase())) return dial(host, port);
    throw new ConnectorError('egress_blocked', `${host} is not one of the hosts this app may send to.`);
  };
}

/** The host in one of what a user entered: a URL, or a name with or without a port. A pattern is no host. */
function hostOf(entered: string): string | undefined {
  const url = URL.parse(entered.includes('://') ? entered : `https://${entered}`);
  return url?.hostname.includes('*') ? undefined : url?.hostname.replace(/^\[(.*)\]$/, '$1');
}
