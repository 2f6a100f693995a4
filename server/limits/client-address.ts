import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';
import type { AppEnv } from '../http/app-env.ts';

/**
 * The address that a request comes from, for counting: an IPv6 one as its /64, which is what one customer of a provider
 * has. `trustedProxies` is how many proxies of the operator's stand before the server: each adds the address that it
 * heard from to the end of `X-Forwarded-For`, and what stands before those is the caller's own invention. Undefined where
 * it cannot be known: behind a proxy that nobody told us of, all users have one address.
 */
export function clientAddress(c: Context<AppEnv>, trustedProxies: number): string | undefined {
  const peer = parse(c.env?.incoming?.socket.remoteAddress);
  if (!peer) return undefined;
  const forwarded = c.req.header('x-forwarded-for');
  if (trustedProxies > 0) return networkOf(parse(forwarded?.split(',').at(-trustedProxies)) ?? peer);
  const isUnknownProxy = forwarded !== undefined && internalRanges.includes(peer.range());
  return isUnknownProxy ? undefined : networkOf(peer);
}

/** Where a proxy of the operator's own is */
const internalRanges: readonly string[] = ['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'];

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function parse(text: string | undefined): Address | undefined {
  const address = text?.trim() ?? '';
  return ipaddr.isValid(address) ? ipaddr.process(address) : undefined;
}

function networkOf(address: Address): string {
  if (address instanceof ipaddr.IPv4) return address.toString();
  return address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':');
}
