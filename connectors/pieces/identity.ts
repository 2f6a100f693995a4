import { createHash } from 'node:crypto';
import type { AccountIdentity, CallContext, Credentials } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Json } from '#connectors/kit/json.ts';
import { valueAt } from '../openapi/document/json-pointer.ts';
import { titleIn } from '../openapi/list-options.ts';
import { parseJson } from '../openapi/reply/parse-json.ts';
import type { PieceAppFile } from './app-file.ts';
import type { PieceScheme } from './auth/piece-scheme.ts';
import { sendOwnRequest } from './own-request.ts';

/** Whose credentials these are, by the call that app.json's `verify` names. Undefined where it names none, or cannot be sent. */
export async function identityByCall(
  { title, server, verify }: PieceAppFile,
  { send }: PieceScheme,
  context: CallContext,
): Promise<AccountIdentity | undefined> {
  if (!server || !verify || !send) return undefined;
  const response = await sendOwnRequest(server, send, verify, context);
  const reply = await replyOf(response);
  const isRefused = verify.success !== undefined && valueAt(reply, verify.success) === false;
  if (response.status === 401 || response.status === 403 || isRefused) {
    throw new ConnectorError(
      'credentials_rejected',
      `${title} did not accept these credentials. Check them and try again.`,
    );
  }
  if (response.status >= 300) {
    const message = `${title} answered with status ${response.status} when asked whose credentials these are. Try again later.`;
    throw new ConnectorError('provider_unreachable', message);
  }
  const parts = verify.externalId.map((pointer) => titleIn(reply, [pointer]));
  if (parts.includes(undefined)) return undefined;
  const externalId = parts.join(':');
  return { externalId, displayName: titleIn(reply, verify.displayName) ?? externalId };
}

async function replyOf(response: Response): Promise<Json | undefined> {
  try {
    return parseJson(await response.text());
  } catch {
    return undefined;
  }
}

/**
 * Where nobody can say whose they are: the credentials tell accounts apart by themselves, and the user knows them by what
 * was entered that is no secret.
 */
export function identityOf(
  credentials: Credentials,
  scheme: PieceScheme['scheme'],
  name: string | undefined,
): AccountIdentity {
  const parts = credentials.type === 'oauth2' ? [credentials.accessToken] : Object.entries(credentials.values).flat();
  const externalId = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  if (name) return { externalId: credentials.type === 'oauth2' ? name : externalId, displayName: name };
  if (credentials.type === 'oauth2') return { externalId, displayName: scheme.title };
  const open = scheme.type === 'oauth2' ? [] : scheme.fields.filter(({ type }) => type === 'text' || type === 'url');
  const shown = open.map((field) => credentials.values[field.name]).find((value) => value);
  return { externalId, displayName: shown ?? scheme.title };
}
