import type { CallContext, Credentials } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { CustomPlacement } from '../openapi/app-file.ts';

export interface OwnRequest {
  method: string;
  /** Relative to the app's `server` */
  path: string;
  headers?: Headers;
  body?: BodyInit;
}

/** A request of ours beside the piece: the address and the credential's place are those of app.json. */
export async function sendOwnRequest(
  server: string,
  send: readonly CustomPlacement[],
  { method, path, headers = new Headers(), body }: OwnRequest,
  context: Pick<CallContext, 'credentials' | 'fetch' | 'signal'>,
): Promise<Response> {
  const fill = (template: string) => filled(template, context.credentials);
  const base = fill(server).replace(/\/+$/, '');
  const url = URL.parse(`${base}/${path.replace(/^\/+/, '')}`);
  if (!url) throw new ConnectorError('needs_reconnect', 'The account’s address is not valid. Connect it again.');
  for (const place of send) {
    if (place.in === 'query') url.searchParams.set(place.name, fill(place.value));
    else headers.set(place.in === 'cookie' ? 'cookie' : place.name, cookieOr(place, fill(place.value)));
  }
  return context.fetch(new Request(url, { method, headers, body, signal: context.signal }));
}

function cookieOr({ in: where, name }: CustomPlacement, value: string): string {
  return where === 'cookie' ? `${name}=${value}` : value;
}

/** `{field}` is a field of the credentials; `{basic:user:password}` the two fields as RFC 7617 has them. */
function filled(template: string, credentials: Credentials): string {
  const values: Readonly<Record<string, string>> =
    credentials.type === 'oauth2' ? { access_token: credentials.accessToken } : credentials.values;
  const valueOf = (name: string): string => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined)
      throw new ConnectorError('needs_reconnect', `The account has no "${name}". Connect it again.`);
    return value;
  };
  return template
    .replaceAll(/\{basic:([\w-]+):([\w-]+)\}/g, (_, user: string, password: string) =>
      Buffer.from(`${valueOf(user)}:${valueOf(password)}`).toString('base64'),
    )
    .replaceAll(/\{([\w-]+)\}/g, (_, name: string) => valueOf(name));
}
