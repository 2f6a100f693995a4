import type { CallContext, InvokeResult } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import { chosenAuthenticator } from '../call-operation.ts';
import type { DocumentNode } from '../document/document-node.ts';
import { isString } from '../document/json-values.ts';
import { invalidArgument } from '../request/invalid-argument.ts';
import { send } from '../request/send.ts';
import { serverUrl, type ServerSource } from '../request/server-url.ts';
import { passthroughRequest } from './passthrough-request.ts';
import { passthroughUrl } from './passthrough-url.ts';
import { requestIdOf } from '../../runner/request-id-of.ts';

export interface PassthroughCaller extends ServerSource {
  authenticators: readonly Authenticator[];
  /** The document's; undefined where it has none */
  servers: DocumentNode | undefined;
}

/** Sends the caller's own request with an account's credentials. Throws only `ConnectorError`. */
export async function callPassthrough(
  input: JsonObject,
  context: CallContext,
  source: PassthroughCaller,
): Promise<InvokeResult> {
  if (!isString(input.url)) throw invalidArgument('url', 'must be text');
  const authenticator = chosenAuthenticator(source, context);
  const baseUrl = () => serverUrl(source, source.servers, context.credentials);
  const request = passthroughRequest({
    url: passthroughUrl(input.url, source, baseUrl),
    input,
    credentials: authenticator.fill(context.credentials),
    credentialPlaces: source.authenticators.flatMap((one) => one.places),
    signal: context.signal,
  });
  const { status, output, headers } = await send(request, context, source.app.title);
  const requestId = requestIdOf(headers);
  return { status, output, ...(requestId === undefined ? {} : { requestId }) };
}
