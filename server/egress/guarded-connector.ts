import { isIPv6, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { normaliseHost, portOf, type IsAllowedInternal } from './host-names.ts';
import { isMetadataAddress, isPublicAddress } from './public-address.ts';
import type { ResolveHost } from './resolve-host.ts';

interface Rules {
  resolve: ResolveHost;
  isAllowedInternal: IsAllowedInternal;
  /** For finding the addresses, and again for connecting to one of them, in milliseconds */
  timeout: number;
}

/**
 * Opens sockets for undici. It resolves the name once, refuses the whole name if any of its addresses is off limits,
 * and connects to the very addresses it has checked: a name that answers differently the second time gains nothing.
 */
export function guardedConnector(rules: Rules): buildConnector.connector {
  return (options, callback) => {
    checkedAddresses(options, rules).then(
      (addresses) => buildConnector({ timeout: rules.timeout, lookup: pinned(addresses) })(options, callback),
      (error: Error) => callback(error, null),
    );
  };
}

async function checkedAddresses(options: buildConnector.Options, rules: Rules): Promise<string[]> {
  const host = normaliseHost(options.hostname);
  const addresses = await withinTime(rules.resolve(host), rules.timeout, host);
  if (addresses.length === 0) throw new ConnectorError('provider_unreachable', `${host} has no address.`);
  const internal = rules.isAllowedInternal(host, portOf(options));
  for (const address of addresses) {
    const allowed = internal ? !isMetadataAddress(address) : isPublicAddress(address);
    if (!allowed) throw blockedAddress(host);
  }
  return addresses;
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
