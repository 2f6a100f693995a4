import { Agent, fetch as undiciFetch } from 'undici';
import type { GuardedDial, GuardedFetch } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { egressError } from './egress-error.ts';
import { blockedAddress, wayFinder, type Route } from './find-way.ts';
import { guardedConnector } from './guarded-connector.ts';
import { guardedDial } from './guarded-dial.ts';
import { hostMatcher, internalHostMatcher, portOf, type InternalHost, type IsAllowedInternal } from './host-names.ts';
import { readCapped } from './read-capped.ts';
import { redirected, redirectTarget, type Leg } from './redirect.ts';
import { resolveHost, type ResolveHost } from './resolve-host.ts';

/** The one way out of the server. */
export interface Egress {
  /**
   * A fetch that sends to these hosts only: exact names, `*.example.com`, or `*`. It answers with the whole body in
   * memory, and fails with a `ConnectorError` of code egress_blocked, provider_unreachable, provider_timeout or
   * response_too_large.
   */
  fetchTo(hosts: readonly string[]): GuardedFetch;
  /** The same for raw connections. */
  dialTo(hosts: readonly string[]): GuardedDial;
  /** True where the operator allowed plain HTTP and internal addresses for this host, by name. */
  allowsInternal(url: URL): boolean;
  close(): Promise<void>;
}

export interface EgressOptions {
  /** ALLOWED_INTERNAL_HOSTS */
  allowedInternalHosts: readonly InternalHost[];
  /** EGRESS_ROUTES */
  routes?: readonly Route[];
  resolve?: ResolveHost;
  limits?: Partial<EgressLimits>;
}

/** Times in milliseconds, sizes in bytes. */
export interface EgressLimits {
  connectTimeout: number;
  deadline: number;
  responseSize: number;
  redirects: number;
}

const defaultLimits: EgressLimits = {
  connectTimeout: 5_000,
  deadline: 30_000,
  responseSize: 5 * 1024 * 1024,
  redirects: 5,
};

/** Set by the transport, or able to send a request to another host than the one that was checked. */
const transportHeaders = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** No longer true of the decoded body. */
const encodingHeaders = ['content-encoding', 'content-length', 'transfer-encoding'];
const statusesWithoutBody = new Set([204, 205, 304]);

export function createEgress(options: EgressOptions): Egress {
  const limits = { ...defaultLimits, ...options.limits };
  const isAllowedInternal = internalHostMatcher(options.allowedInternalHosts);
  const findWay = wayFinder({
    resolve: options.resolve ?? resolveHost,
    isAllowedInternal,
    routes: options.routes ?? [],
    timeout: limits.connectTimeout,
  });
  const connect = guardedConnector(findWay, limits.connectTimeout);
  const agent = new Agent({ connect, headersTimeout: limits.deadline, bodyTimeout: limits.deadline });
  return {
    fetchTo(hosts) {
      const isAllowedHost = hostMatcher(hosts);
      return (request) => send(request, { agent, limits, isAllowedHost, isAllowedInternal });
    },
    dialTo: (hosts) =>
      guardedDial(hosts, {
        findWay,
        isAllowedInternal,
        connectTimeout: limits.connectTimeout,
        idleTimeout: limits.deadline,
      }),
    allowsInternal: (url) => isAllowedInternal(url.hostname, portOf(url)),
    close: () => agent.destroy(),
  };
}

interface Way {
  agent: Agent;
  limits: EgressLimits;
  isAllowedHost: (hostname: string) => boolean;
  isAllowedInternal: IsAllowedInternal;
}

async function send(request: Request, way: Way): Promise<Response> {
  const ended = AbortSignal.any([request.signal, AbortSignal.timeout(way.limits.deadline)]);
  let leg = await firstLeg(request);
  for (let hops = 0; ; hops++) {
    checkUrl(leg.url, way);
    try {
      const response = await undiciFetch(leg.url, {
        method: leg.method,
        headers: [...leg.headers],
        body: leg.body,
        redirect: 'manual',
        dispatcher: way.agent,
        signal: ended,
      });
      const target = request.redirect === 'manual' ? null : redirectTarget(response.status, response.headers, leg.url);
      if (!target) return await whole(response, leg, way.limits);
      await response.body?.cancel();
      if (request.redirect === 'error' || hops >= way.limits.redirects) throw unwantedRedirect(leg.url.hostname);
      leg = redirected(leg, response.status, target);
    } catch (error) {
      throw egressError(error, leg.url.hostname, ended);
    }
  }
}

async function firstLeg(request: Request): Promise<Leg> {
  const headers = new Headers(request.headers);
  for (const name of transportHeaders) headers.delete(name);
  if (!headers.has('user-agent')) headers.set('user-agent', 'integry-js');
  const body = request.body ? new Uint8Array(await request.arrayBuffer()) : null;
  return { method: request.method, url: new URL(request.url), headers, body };
}

/** Looked at before each request and each redirect; the address itself is looked at when the socket is opened. */
function checkUrl(url: URL, way: Way): void {
  const internal = way.isAllowedInternal(url.hostname, portOf(url));
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused(`${url.protocol} is not HTTP.`);
  if (url.username || url.password) throw refused('A URL may not hold a user name or a password.');
  if (!way.isAllowedHost(url.hostname)) {
    throw refused(`${url.hostname} is not one of the hosts this connector may send to.`);
  }
  if (url.protocol === 'http:' && !internal) throw blockedPlainHttp(url.hostname);
}

function blockedPlainHttp(host: string): ConnectorError {
  return host === 'localhost' || host.endsWith('.localhost')
    ? blockedAddress(host)
    : refused(`${host} may only be called over https.`);
}

function refused(message: string): ConnectorError {
  return new ConnectorError('egress_blocked', message);
}

function unwantedRedirect(host: string): ConnectorError {
  return new ConnectorError('provider_unreachable', `${host} redirected where or more often than it may.`);
}

/** Node's own `Response`, which the rest of the server knows, made from that of the undici package. */
async function whole(
  response: Awaited<ReturnType<typeof undiciFetch>>,
  leg: Leg,
  limits: EgressLimits,
): Promise<Response> {
  const body = response.body ? await readCapped(response.body, limits.responseSize, leg.url.hostname) : null;
  const headers = new Headers([...response.headers]);
  for (const name of encodingHeaders) headers.delete(name);
  const { status, statusText } = response;
  return new Response(statusesWithoutBody.has(status) ? null : body, { status, statusText, headers });
}
