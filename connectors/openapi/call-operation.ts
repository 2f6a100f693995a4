import type { CallContext } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import type { AppFunction } from './app-functions.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { applyCursor } from './paging/apply-cursor.ts';
import { nextPage } from './paging/next-page.ts';
import type { Reply } from './reply/read-reply.ts';
import { buildRequest } from './request/build-request.ts';
import { send } from './request/send.ts';
import { serverUrl, type ServerSource } from './request/server-url.ts';

export interface OperationReply extends Reply {
  /** Only where the operation is paged and the vendor answered with success; empty at the end */
  nextPage?: string;
}

/** One call of an operation with an account's credentials. Throws only `ConnectorError`. */
export async function callOperation(
  target: AppFunction,
  input: JsonObject,
  cursor: string | undefined,
  context: CallContext,
  source: ServerSource & { authenticators: readonly Authenticator[] },
): Promise<OperationReply> {
  const { plan } = target.compiled;
  const { pagination } = target.overlay;
  const authenticator = chosenAuthenticator(source, context);
  const request = buildRequest({
    plan,
    baseUrl: serverUrl(source, plan.servers, context.credentials),
    credentials: plan.anonymous ? [] : authenticator.fill(context.credentials),
    signal: context.signal,
    ...applyCursor(target.compiled, pagination, input, cursor),
  });
  const reply = await send(request, context, source.app.title);
  if (!pagination || reply.status >= 300) return reply;
  const credentialNames = authenticator.places.filter((place) => place.in === 'query').map((place) => place.name);
  return { ...reply, nextPage: nextPage(pagination, reply, cursor || undefined, credentialNames) };
}

/** The way of connecting that the account was made by. Throws `ConnectorError('needs_reconnect')` where it is gone. */
export function chosenAuthenticator(
  source: ServerSource & { authenticators: readonly Authenticator[] },
  context: CallContext,
) {
  const { scheme } = context.credentials;
  const found = source.authenticators.find((one) => one.scheme.name === scheme);
  if (found) return found;
  const message = `The account was connected by "${scheme}", which ${source.app.title} no longer offers. Connect it again.`;
  throw new ConnectorError('needs_reconnect', message);
}
