import type { Json, JsonObject } from '#connectors/kit/json.ts';
import type { CredentialPlace } from '../auth/authenticator.ts';
import { isObject, isString } from '../document/json-values.ts';
import { credentialQuery, HEADER_VALUE, setCredentialHeaders, type FilledPlace } from '../request/credential-parts.ts';
import { invalidArgument } from '../request/invalid-argument.ts';
import { percentEncode } from '../request/percent-encode.ts';
import { scalarText } from '../request/serialize-value.ts';
import { PASSTHROUGH_METHODS } from './passthrough-function.ts';

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Of the connection, or able to say who is asking */
const FORBIDDEN_HEADERS = new Set([
  ...['authorization', 'cookie', 'cookie2', 'host', 'connection', 'content-length', 'transfer-encoding', 'expect'],
  ...['te', 'trailer', 'upgrade', 'keep-alive', 'via', 'forwarded', 'origin', 'referer'],
]);
const FORBIDDEN_PREFIX = /^(?:proxy-|sec-|x-forwarded-)/;

export interface PassthroughSource {
  url: URL;
  input: JsonObject;
  credentials: readonly FilledPlace[];
  /** Where any way of connecting puts its credentials: none of these is the caller's */
  credentialPlaces: readonly CredentialPlace[];
  signal: AbortSignal;
}

/** The caller's own request with the account's credentials. Throws `invalid_argument`. */
export function passthroughRequest(source: PassthroughSource): Request {
  const { input, signal } = source;
  const method = PASSTHROUGH_METHODS.find((one) => one === input.method);
  if (!method) throw invalidArgument('method', `must be one of ${PASSTHROUGH_METHODS.join(', ')}`);
  const headers = headersOf(source);
  const body = bodyOf(input.body, headers);
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) {
    throw invalidArgument('body', `must be left out: a ${method} request has none`);
  }
  return new Request(urlWithQuery(source), { method, headers, signal, ...(body !== undefined && { body }) });
}

function headersOf({ input, credentials, credentialPlaces }: PassthroughSource): Headers {
  const headers = new Headers({ accept: 'application/json, */*;q=0.1' });
  const ofCredentials = namesIn('header', credentialPlaces);
  for (const [name, value] of entriesOf('headers', input.headers)) {
    const lower = name.toLowerCase();
    const isForbidden = FORBIDDEN_HEADERS.has(lower) || FORBIDDEN_PREFIX.test(lower) || ofCredentials.has(lower);
    if (isForbidden)
      throw invalidArgument('headers', `"${name}" is set by the connection or the account: leave it out`);
    if (!HEADER_NAME.test(name) || !isString(value) || !HEADER_VALUE.test(value)) {
      throw invalidArgument('headers', `"${name}" must be a header of one line in Latin-1`);
    }
    headers.set(name, value);
  }
  setCredentialHeaders(headers, credentials, []);
  return headers;
}

function bodyOf(body: Json | undefined, headers: Headers): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (!headers.has('content-type')) {
    headers.set('content-type', isString(body) ? 'text/plain;charset=UTF-8' : 'application/json');
  }
  return isString(body) ? body : JSON.stringify(body);
}

function urlWithQuery({ url, input, credentials, credentialPlaces }: PassthroughSource): URL {
  const given = entriesOf('query', input.query).flatMap(([name, value]) =>
    [value].flat().map((item) => `${percentEncode(name)}=${percentEncode(scalarText(item))}`),
  );
  const query = [url.search.slice(1), ...given].filter(Boolean).join('&');
  const ofCredentials = namesIn('query', credentialPlaces);
  for (const name of new URLSearchParams(query).keys()) {
    if (ofCredentials.has(name.toLowerCase()))
      throw invalidArgument('query', `"${name}" is set by the account: leave it out`);
  }
  const complete = new URL(url);
  complete.search = [query, ...credentialQuery(credentials)].filter(Boolean).join('&');
  return complete;
}

function namesIn(place: CredentialPlace['in'], places: readonly CredentialPlace[]): Set<string> {
  return new Set(places.filter((one) => one.in === place).map((one) => one.name.toLowerCase()));
}

function entriesOf(parameter: string, value: Json | undefined): [string, Json][] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) throw invalidArgument(parameter, 'must be an object');
  return Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null);
}
