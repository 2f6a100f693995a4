/** A host as it is compared: lower case, no brackets around IPv6, no dot at the end. */
export function normaliseHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

/** The port a URL leads to, the scheme's own included. */
export function portOf(url: { protocol: string; port: string }): number {
  if (url.port) return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** A host in a private network that may be reached all the same. Without a port: all of its ports. */
export interface InternalHost {
  host: string;
  port?: number;
}

/** Says whether the operator allowed this host by name. */
export type IsAllowedInternal = (hostname: string, port: number) => boolean;

export function internalHostMatcher(allowed: readonly InternalHost[]): IsAllowedInternal {
  const wanted = allowed.map(({ host, port }) => ({ host: normaliseHost(host), port }));
  return (hostname, port) => {
    const host = normaliseHost(hostname);
    return wanted.some((entry) => entry.host === host && (entry.port === undefined || entry.port === port));
  };
}

/**
 * @param patterns `api.example.com` is exact, `*.example.com` is every name below it but not itself, `*` is any host
 */
export function hostMatcher(patterns: readonly string[]): (hostname: string) => boolean {
  const wanted = patterns.map(normaliseHost);
  return (hostname) => {
    const host = normaliseHost(hostname);
    return wanted.some((pattern) => {
      if (pattern === '*' || pattern === host) return true;
      return pattern.startsWith('*.') && host.endsWith(pattern.slice(1)) && host.length >= pattern.length;
    });
  };
}
