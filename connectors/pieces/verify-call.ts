import type { CallContext } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { parseJson } from '../openapi/reply/parse-json.ts';
import { accountHosts } from './allowed-hosts.ts';
import type { PieceAppFile, Verify } from './app-file.ts';
import type { PieceScheme } from './auth/piece-scheme.ts';
import { checkVerifyReply, rejected, type VerifyReply } from './identity.ts';
import { sendOwnRequest } from './own-request.ts';

type Invoke = (action: string, input: JsonObject) => Promise<VerifyReply>;

/**
 * The reply to the call that app.json's `verify` names; undefined where it names none, or it cannot be made with this
 * way of connecting. Throws `credentials_rejected`, and what else keeps the call from being answered.
 */
export async function verifyCall(
  app: PieceAppFile,
  scheme: PieceScheme,
  invoke: Invoke,
  context: CallContext,
): Promise<Json | undefined> {
  const { title, verify } = app;
  const reply =
    verify && ('action' in verify ? runAction(verify, title, invoke) : sendRequest(app, verify, scheme, context));
  const answered = await reply;
  if (!verify || !answered) return undefined;
  checkVerifyReply(answered, verify, title);
  return answered.output;
}

/** An action that fails without an answer behind it, as those of databases do, was refused. */
async function runAction({ action, input }: Extract<Verify, { action: string }>, title: string, invoke: Invoke) {
  try {
    return await invoke(action, input);
  } catch (error) {
    if (error instanceof ConnectorError && error.code === 'function_failed') throw rejected(title, error.message);
    throw error;
  }
}

async function sendRequest(
  { server, hosts }: PieceAppFile,
  { method, path }: Extract<Verify, { path: string }>,
  { send, valuesOf }: PieceScheme,
  context: CallContext,
): Promise<VerifyReply | undefined> {
  if (!server || !send) return undefined;
  const values = valuesOf(context.credentials);
  const request = { server, method, path, send, hosts: accountHosts(hosts, values), values };
  const response = await sendOwnRequest(request, context);
  return { status: response.status, output: parsed(await response.text()) };
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
