import type { CallContext } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { CustomPlacement } from '../openapi/app-file.ts';
import { allowsHost } from '../openapi/hosts.ts';
import { fillTemplate, type Values } from './fill-template.ts';

export interface OwnRequest {
  server: string;
  method: string;
  /** Relative to the server */
  path: string;
  send: readonly CustomPlacement[];
  /** The hosts of this account */
  hosts: readonly string[];
  values: Values;
}

/** A request of ours beside the piece: the address and the credential's place are those of app.json. */
export async function sendOwnRequest(
  { server, method, path, send, hosts, values }: OwnRequest,
  context: Pick<CallContext, 'fetch' | 'signal'>,
): Promise<Response> {
  const base = fillTemplate(server, values).replace(/\/+$/, '');
  const url = URL.parse(`${base}/${path.replace(/^\/+/, '')}`);
  if (!url || !allowsHost(hosts, url.hostname)) {
    throw new ConnectorError('needs_reconnect', 'The account’s address is not valid. Connect it again.');
  }
  const headers = new Headers();
  for (const place of send) {
    const value = fillTemplate(place.value, values);
    if (place.in === 'query') url.searchParams.set(place.name, value);
    else if (place.in === 'header') headers.set(place.name, value);
    else headers.set('cookie', `${place.name}=${value}`);
  }
  return context.fetch(new Request(url, { method, headers, signal: context.signal }));
}
