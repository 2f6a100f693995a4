import type { IntegryToken } from './index.d.ts';
import { IntegryError, integryError } from './integry-error.ts';

/** The caller's configuration, checked and copied: later changes to their object have no effect. */
export interface Config {
  appKey: string;
  userId: string;
  hash: string | undefined;
  token: IntegryToken | undefined;
  /** Without a slash at its end */
  baseUrl: string;
  /** The origin of `baseUrl`: the only one the bridge talks to */
  origin: string;
  /** `appearance`, `locale` and `texts`, for the widget to judge; replaced as `update` changes them */
  look: unknown;
}

const invalid = (message: string, cause?: unknown) => integryError('invalid_config', message, cause);

/** Throws an `IntegryError` with code `invalid_config` that says what to change. */
export function readConfig(given: unknown, defaultBaseUrl?: string): Config {
  try {
    return read(given as Record<string, unknown>, defaultBaseUrl);
  } catch (cause) {
    if (cause instanceof IntegryError) throw cause;
    throw invalid('config must be an object, and its baseUrl a URL', cause);
  }
}

function read(given: Record<string, unknown>, defaultBaseUrl: string | undefined): Config {
  if (typeof document === 'undefined') throw invalid('IntegryJS needs a browser');
  const { appKey, hash, token, userId, user, baseUrl = defaultBaseUrl, appearance, locale, texts } = given;
  const nested = (user as { userId?: unknown } | null | undefined)?.userId;
  if (userId !== undefined && nested !== undefined && userId !== nested) throw invalid('userId and user.userId differ');
  const { protocol, origin, pathname } = new URL(text('baseUrl', baseUrl));
  if (!/^https?:/.test(protocol)) throw invalid('baseUrl must begin with https://');
  return {
    appKey: text('appKey', appKey),
    userId: text('userId', userId ?? nested),
    hash: token ? undefined : text('hash (or token)', hash),
    token: token && typeof token !== 'function' ? text('token', token) : (token as Config['token']),
    baseUrl: origin + pathname.replace(/\/+$/, ''),
    origin,
    look: data({ appearance, locale, texts }),
  };
}

function data<Value>(value: Value): Value {
  try {
    return structuredClone(value);
  } catch (cause) {
    throw invalid('appearance, locale or texts holds what is not data', cause);
  }
}

function text(name: string, value: unknown): string {
  if (typeof value !== 'string' || !value.trim()) throw invalid(`${name} must be a non-empty string`);
  // A lone surrogate would be sent as U+FFFD: another user's id.
  if (/\p{Surrogate}/u.test(value)) throw invalid(`${name} is not well-formed Unicode`);
  return value;
}
