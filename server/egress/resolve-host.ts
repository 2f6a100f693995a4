import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { normaliseHost } from './host-names.ts';

/** All addresses of a host, in the order in which they are to be tried. */
export type ResolveHost = (hostname: string) => Promise<string[]>;

/**
 * Asks the system's resolver, except for literals and for `localhost` with all names below it, which are the loopback
 * by definition (RFC 6761) and which the resolver of some systems does not know.
 */
export async function resolveHost(hostname: string): Promise<string[]> {
  const host = normaliseHost(hostname);
  if (isIP(host)) return [host];
  if (host === 'localhost' || host.endsWith('.localhost')) return ['127.0.0.1', '::1'];
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map((entry) => entry.address);
}
