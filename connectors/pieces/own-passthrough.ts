import type { CallContext, InvokeResult } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { allowsHost } from '../openapi/hosts.ts';
import { passthroughRequest } from '../openapi/passthrough/passthrough-request.ts';
import { invalidArgument } from '../openapi/request/invalid-argument.ts';
import { isWithin } from '../openapi/request/is-within.ts';
import { send } from '../openapi/request/send.ts';
import { accountHosts } from './allowed-hosts.ts';
import type { PieceAppFile } from './app-file.ts';
import type { PieceScheme } from './auth/piece-scheme.ts';
import { fillTemplate } from './fill-template.ts';
import { requestIdOf } from '../runner/request-id-of.ts';

/** True where requests of the caller's own can be sent with this way of connecting, without the piece. */
export function takesOwnRequests(app: PieceAppFile, scheme: PieceScheme): boolean {
  return app.server !== undefined && scheme.send !== undefined;
}

/** Sends the caller's own request with an account's credentials, placed as app.json says. Throws only `ConnectorError`. */
export async function callOwnPassthrough(
  app: PieceAppFile,
  scheme: PieceScheme,
  input: JsonObject,
  context: CallContext,
): Promise<InvokeResult> {
  const values = scheme.valuesOf(context.credentials);
  const places = scheme.send ?? [];
  const request = passthroughRequest({
    url: ownUrl(input.url, fillTemplate(app.server ?? '', values), accountHosts(app.hosts, values)),
    input,
    credentials: places.map(({ in: where, name, value }) => ({ in: where, name, value: fillTemplate(value, values) })),
    credentialPlaces: places,
    signal: context.signal,
  });
  const { status, output, headers } = await send(request, context, app.title);
  const requestId = requestIdOf(headers);
  return { status, output, ...(requestId === undefined ? {} : { requestId }) };
}

/** Below the app's server, or a whole https URL at one of the account's hosts. */
function ownUrl(text: unknown, server: string, hosts: readonly string[]): URL {
  if (typeof text !== 'string') throw invalidArgument('url', 'must be text');
  const base = server.replace(/\/+$/, '');
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) {
    const url = URL.parse(text);
    if (url?.protocol === 'https:' && !url.username && !url.password && !url.port && allowsHost(hosts, url.hostname))
      return url;
    throw new ConnectorError('egress_blocked', 'The URL must be https, at one of the hosts of the app.');
  }
  const url = /^[/\\]{2}/.test(text) ? null : URL.parse(`${base}/${text.replace(/^\//, '')}`);
  if (!url || !isWithin(url, base) || !allowsHost(hosts, url.hostname)) {
    throw invalidArgument('url', 'must be a path below the address of the API, or a whole URL');
  }
  url.hash = '';
  return url;
}
