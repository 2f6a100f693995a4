import { isIPv6, type LookupFunction } from 'node:net';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { normaliseHost, type InternalHost, type IsAllowedInternal } from './host-names.ts';
import { isMetadataAddress, isPublicAddress } from './public-address.ts';
import type { ResolveHost } from './resolve-host.ts';

/** Where a connection really goes. */
export interface Way {
  port: number;
  /** Answers with the addresses that were checked, whatever name it is asked for */
  lookup: LookupFunction;
}

/** Throws a `ConnectorError` where a host is off limits, has no address, or is not found in time. */
export type FindWay = (hostname: string, port: number) => Promise<Way>;

/** EGRESS_ROUTES: connections meant for `host` (on `port`, or on any) go to `to` instead, such as a gateway. */
export interface Route extends InternalHost {
  to: Required<InternalHost>;
}

interface Rules {
  resolve: ResolveHost;
  isAllowedInternal: IsAllowedInternal;
  routes: readonly Route[];
  /** For finding the addresses, in milliseconds */
  timeout: number;
}

/**
 * Resolves a name once, refuses the whole name if any of its addresses is off limits, and gives the very addresses it has
 * checked to whoever connects: a name that answers differently the second time gains nothing. Where the operator has laid a
 * route, that was their decision, and TLS still checks the name that was meant.
 */
export function wayFinder(rules: Rules): FindWay {
  return async (hostname, port) => {
    const host = normaliseHost(hostname);
    const route = rules.routes.find((one) => one.host === host && (one.port === undefined || one.port === port));
    const target = route?.to ?? { host, port };
    const addresses = await withinTime(rules.resolve(target.host), rules.timeout, host);
    if (addresses.length === 0) throw new ConnectorError('provider_unreachable', `${host} has no address.`);
    const internal = route !== undefined || rules.isAllowedInternal(host, port);
    for (const address of addresses) {
      const allowed = internal ? !isMetadataAddress(address) : isPublicAddress(address);
      if (!allowed) throw blockedAddress(host);
    }
    return { port: target.port, lookup: pinned(addresses) };
  };
}

/** Says nothing of the address: what a name resolves to inside our network is none of the caller's business. */
export function blockedAddress(host: string): ConnectorError {
  return new ConnectorError(
    'egress_blocked',
    `${host} is not on the public internet. If it is meant to be called, the operator adds it to ALLOWED_INTERNAL_HOSTS.`,
  );
}

function pinned(addresses: string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  const [first] = found;
  return (_hostname, options, callback) => {
    if (options.all) callback(null, found);
    else callback(null, first?.address ?? '', first?.family);
  };
}

function withinTime<T>(work: Promise<T>, timeout: number, host: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new ConnectorError('provider_timeout', `The name ${host} could not be resolved in time.`));
    }, timeout);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
