import type { CallContext } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { CustomPlacement } from '../openapi/app-file.ts';
import { allowsHost } from '../openapi/hosts.ts';
import { credentialQuery, setCredentialHeaders } from '../openapi/request/credential-parts.ts';
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

/**
 * A request of ours beside the piece: the address and the credential's place are those of app.json. Throws
 * `needs_reconnect` and `credentials_rejected` where the account's values make no request.
 */
export async function sendOwnRequest(
  { server, method, path, send, hosts, values }: OwnRequest,
  context: Pick<CallContext, 'fetch' | 'signal'>,
): Promise<Response> {
  const base = fillTemplate(server, values).replace(/\/+$/, '');
  const url = URL.parse(`${base}/${path.replace(/^\/+/, '')}`);
  if (!url || url.username || url.password || !allowsHost(hosts, url.hostname)) {
    throw new ConnectorError('needs_reconnect', 'The account’s address is not valid. Connect it again.');
  }
  const filled = send.map(({ in: where, name, value }) => ({ in: where, name, value: fillTemplate(value, values) }));
  const headers = new Headers();
  setCredentialHeaders(headers, filled, []);
  url.search = [url.search.slice(1), ...credentialQuery(filled)].filter(Boolean).join('&');
  return context.fetch(new Request(url, { method, headers, signal: context.signal }));
}
