import path from 'node:path';
import * as z from 'zod';
import type { Route } from './egress/find-way.ts';
import { DomainError } from './errors.ts';
import type { MetricsAddress } from './metrics/serve-metrics.ts';

export type LogLevel = (typeof logLevels)[number];
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export interface InternalHost {
  /** Lower case; an IPv6 address without its brackets */
  host: string;
  /** Absent: every port */
  port?: number;
}

export interface Config {
  port: number;
  host: string;
  /** The origin under which browsers reach the server, without a trailing slash */
  publicUrl: string;
  /** Absent: the embedded database in `dataDir` */
  databaseUrl?: string;
  /** Absolute */
  dataDir: string;
  /** 32 bytes each, the newest last; absent: the key file in `dataDir` */
  vaultKeys?: readonly Uint8Array[];
  /** Absolute path of a module with the keys of a service; absent: the server has its keys itself */
  vaultModule?: string;
  /** Where the widget's assets are loaded from, without a trailing slash */
  assetsUrl: string;
  /** Hosts in private networks that connectors may reach all the same */
  allowedInternalHosts: readonly InternalHost[];
  /** Hosts whose connections go somewhere else instead */
  egressRoutes: readonly Route[];
  /** The operator's own apps. Absolute; the default one need not be there */
  connectorsDir: string;
  isConnectorsDirGiven: boolean;
  /** What keeps pieces, which are foreign code, away from everything else */
  pieceIsolation: 'namespaces' | 'process';
  /** How many processes pieces may run in at a time */
  pieceWorkers: number;
  /** How long the log of function calls keeps an entry */
  callLogDays: number;
  /** Requests in a minute, in each process */
  limits: { address: number; user: number; workspace: number };
  /** How many proxies of the operator's stand before the server, each of which writes `X-Forwarded-For` */
  trustedProxies: number;
  /** Where Prometheus may ask; absent: nowhere */
  metrics?: MetricsAddress;
  /** A proxy in front names each request, and strips what callers send */
  trustsRequestIds: boolean;
  /** How long requests under way may take once the server was told to end */
  drainSeconds: number;
  /** How long it goes on taking requests then, while load balancers learn that it is not ready any more */
  drainDelaySeconds: number;
  logLevel: LogLevel;
}

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535);

/** A whole number from 1 up to `most`. */
const count = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .refine((value) => value <= most);
const host = z.string().regex(/^[\w.:-]+$/);

const publicOrigin = z.string().transform((value, context) => {
  const url = parseUrl(value, ['http:', 'https:']);
  const isOrigin = url && url.pathname === '/' && !/[?#@]/.test(value);
  if (isOrigin && (url.protocol === 'https:' || isLoopbackName(url.hostname))) return url.origin;
  context.addIssue('must be an origin');
  return z.NEVER;
});

const assetsUrl = z.string().transform((value, context) => {
  const url = parseUrl(value, ['http:', 'https:']);
  if (url && !/[?#@]/.test(value)) return url.href.replace(/\/+$/, '');
  context.addIssue('must be a URL');
  return z.NEVER;
});

/** The host may also be the folder of a Unix socket: `postgresql:///name?host=/run/postgresql`. */
const databaseUrl = z.string().refine((value) => {
  const url = URL.parse(value);
  return url && /^postgres(ql)?:$/.test(url.protocol) && (url.host !== '' || url.searchParams.has('host'));
});

const vaultKey = z
  .base64()
  .transform((value) => new Uint8Array(Buffer.from(value, 'base64')))
  .refine((key) => key.length === 32);

const vaultKeys = z
  .string()
  .transform((value) => value.split(',').map((entry) => entry.trim()))
  .pipe(z.array(vaultKey));

const internalHosts = z.string().transform((value, context) => {
  const hosts = value.split(',').map((entry) => parseInternalHost(entry.trim()));
  if (hosts.every((host) => host !== undefined)) return hosts;
  context.addIssue('must be a list of hosts');
  return z.NEVER;
});

const egressRoutes = z.string().transform((value, context) => {
  const routes = value.split(',').map(parseRoute);
  if (routes.every((route) => route !== undefined)) return routes;
  context.addIssue('must be a list of routes');
  return z.NEVER;
});

const seconds = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number);

const Environment = z.object({
  PORT: port.default(4600),
  HOST: host.default('127.0.0.1'),
  PUBLIC_URL: publicOrigin.optional(),
  DATABASE_URL: databaseUrl.optional(),
  DATA_DIR: z.string().default('./data'),
  VAULT_KEY: vaultKeys.optional(),
  VAULT_MODULE: z.string().optional(),
  ASSETS_URL: assetsUrl.optional(),
  ALLOWED_INTERNAL_HOSTS: internalHosts.default([]),
  EGRESS_ROUTES: egressRoutes.default([]),
  CONNECTORS_DIR: z.string().optional(),
  PIECE_ISOLATION: z.enum(['namespaces', 'process']).default('namespaces'),
  PIECE_WORKERS: z
    .string()
    .regex(/^([1-9]|[1-5]\d|6[0-4])$/)
    .transform(Number)
    .default(4),
  CALL_LOG_DAYS: count(3_650).default(30),
  LIMIT_ADDRESS: count(100_000_000).default(12_000),
  LIMIT_USER: count(100_000_000).default(1_200),
  LIMIT_WORKSPACE: count(100_000_000).default(12_000),
  TRUSTED_PROXIES: z.string().regex(/^\d$/).transform(Number).default(0),
  METRICS_PORT: port.optional(),
  METRICS_HOST: host.default('127.0.0.1'),
  TRUST_REQUEST_ID: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
  DRAIN_SECONDS: seconds.default(25),
  DRAIN_DELAY_SECONDS: seconds.default(0),
  LOG_LEVEL: z.enum(logLevels).default('info'),
});

/** What the error tells the operator to write. */
const expected: Record<keyof typeof Environment.shape, string> = {
  PORT: 'a whole number from 1 to 65535',
  HOST: 'an address or host name to listen on',
  PUBLIC_URL: 'an origin without a path, such as https://connect.example.com (http:// only on localhost)',
  DATABASE_URL: 'a postgres:// or postgresql:// URL',
  DATA_DIR: 'the path of a folder',
  VAULT_KEY: '32 bytes in base64, as printed by: openssl rand -base64 32 (or several: older,newest)',
  VAULT_MODULE: 'the path of a module',
  ASSETS_URL: 'an http:// or https:// URL without a query',
  ALLOWED_INTERNAL_HOSTS: 'a list host[:port],host[:port],… with IPv6 addresses in brackets',
  EGRESS_ROUTES: 'a list host[:port]=address:port,… with IPv6 addresses in brackets',
  CONNECTORS_DIR: 'the path of a folder',
  PIECE_ISOLATION: 'namespaces or process',
  PIECE_WORKERS: 'a whole number from 1 to 64',
  CALL_LOG_DAYS: 'a whole number from 1 to 3650',
  LIMIT_ADDRESS: 'a number of requests from 1 to 100000000',
  LIMIT_USER: 'a number of requests from 1 to 100000000',
  LIMIT_WORKSPACE: 'a number of requests from 1 to 100000000',
  TRUSTED_PROXIES: 'a whole number from 0 to 9',
  METRICS_PORT: 'a whole number from 1 to 65535',
  METRICS_HOST: 'an address or host name to listen on',
  TRUST_REQUEST_ID: 'true or false',
  DRAIN_SECONDS: 'a number of seconds from 0 to 999',
  DRAIN_DELAY_SECONDS: 'a number of seconds from 0 to 999',
  LOG_LEVEL: `one of ${logLevels.join(', ')}`,
};

/**
 * The server's configuration from environment variables; an empty variable counts as absent, unknown ones are ignored.
 * Throws `invalid_environment`, naming every wrong variable and what is expected of it, never its value.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== '');
  const parsed = Environment.safeParse(Object.fromEntries(given));
  if (!parsed.success) throw invalidEnvironment(parsed.error);

  const values = parsed.data;
  const publicUrl = values.PUBLIC_URL ?? `http://localhost:${values.PORT}`;
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl,
    databaseUrl: values.DATABASE_URL,
    dataDir: path.resolve(values.DATA_DIR),
    vaultKeys: values.VAULT_KEY,
    vaultModule: values.VAULT_MODULE === undefined ? undefined : path.resolve(values.VAULT_MODULE),
    assetsUrl: values.ASSETS_URL ?? `${publicUrl}/assets`,
    allowedInternalHosts: values.ALLOWED_INTERNAL_HOSTS,
    egressRoutes: values.EGRESS_ROUTES,
    connectorsDir: path.resolve(values.CONNECTORS_DIR ?? path.join(values.DATA_DIR, 'apps')),
    isConnectorsDirGiven: values.CONNECTORS_DIR !== undefined,
    pieceIsolation: values.PIECE_ISOLATION,
    pieceWorkers: values.PIECE_WORKERS,
    callLogDays: values.CALL_LOG_DAYS,
    limits: { address: values.LIMIT_ADDRESS, user: values.LIMIT_USER, workspace: values.LIMIT_WORKSPACE },
    trustedProxies: values.TRUSTED_PROXIES,
    metrics: values.METRICS_PORT === undefined ? undefined : { host: values.METRICS_HOST, port: values.METRICS_PORT },
    trustsRequestIds: values.TRUST_REQUEST_ID,
    drainSeconds: values.DRAIN_SECONDS,
    drainDelaySeconds: values.DRAIN_DELAY_SECONDS,
    logLevel: values.LOG_LEVEL,
  };
}

function invalidEnvironment(error: z.ZodError): DomainError {
  const names = new Set(error.issues.map((issue) => issue.path[0]));
  const problems = Object.entries(expected)
    .filter(([name]) => names.has(name))
    .map(([name, text]) => `  ${name} must be ${text}`);
  return new DomainError('invalid_environment', `Correct these environment variables:\n${problems.join('\n')}`);
}

function parseUrl(value: string, protocols: readonly string[]): URL | undefined {
  const url = URL.parse(value);
  return url && url.host !== '' && protocols.includes(url.protocol) ? url : undefined;
}

/** Browsers treat these as secure without TLS (RFC 6761 section 6.3, Secure Contexts section 3.1). */
function isLoopbackName(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function parseInternalHost(entry: string): InternalHost | undefined {
  const match = /^(?:\[(?<address>[\da-f:.]+)\]|(?<name>[\w.-]+))(?::(?<port>\d{1,5}))?$/i.exec(entry);
  const host = (match?.groups?.address ?? match?.groups?.name)?.toLowerCase();
  if (host === undefined) return undefined;
  if (match?.groups?.port === undefined) return { host };
  const parsedPort = port.safeParse(match.groups.port);
  return parsedPort.success ? { host, port: parsedPort.data } : undefined;
}

function parseRoute(entry: string): Route | undefined {
  const [from, to, ...rest] = entry.trim().split('=').map(parseInternalHost);
  if (!from || to?.port === undefined || rest.length > 0) return undefined;
  return { ...from, to: { host: to.host, port: to.port } };
}
