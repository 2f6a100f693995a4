import { createHash } from 'node:crypto';
import type { AccountIdentity, Credentials } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Json } from '#connectors/kit/json.ts';
import { valueAt } from '../openapi/document/json-pointer.ts';
import { titleIn } from '../openapi/list-options.ts';
import type { Verify } from './app-file.ts';
import type { PieceScheme } from './auth/piece-scheme.ts';
import { fillTemplate } from './fill-template.ts';

export interface VerifyReply {
  status: number;
  output: Json | undefined;
}

/** Throws where the reply to the call that app.json's `verify` names says that the credentials are no good. */
export function checkVerifyReply({ status, output }: VerifyReply, { success }: Verify, title: string): void {
  const isRefused = success !== undefined && valueAt(output, success) === false;
  if (status === 401 || status === 403 || isRefused) throw rejected(title);
  if (status >= 300) {
    const message = `${title} answered with status ${status} when asked whose credentials these are. Try again later.`;
    throw new ConnectorError('provider_unreachable', message);
  }
}

/** `reason` is what the app said of it, if it said anything. */
export function rejected(title: string, reason?: string): ConnectorError {
  const said = reason === undefined ? '' : ` It says: ${reason}`;
  const message = `${title} did not accept these credentials. Check them and try again.${said}`;
  return new ConnectorError('credentials_rejected', message);
}

/** Whose credentials these are, by the reply and by what the user entered. Undefined where neither says it. */
export function identityIn(
  output: Json | undefined,
  verify: Verify | undefined,
  { account, valuesOf }: PieceScheme,
  credentials: Credentials,
): AccountIdentity | undefined {
  const entered = account === undefined ? [] : [fillTemplate(account, valuesOf(credentials))];
  const told = (verify?.externalId ?? []).map((pointer) => titleIn(output, [pointer]));
  const parts = [...entered, ...told];
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  const externalId = parts.join(':');
  return { externalId, displayName: titleIn(output, verify?.displayName ?? []) ?? entered[0] ?? externalId };
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
  if (name && credentials.type === 'oauth2') return { externalId: name, displayName: name };
  const isOfCredentials = true;
  if (name) return { externalId, displayName: name, isOfCredentials };
  if (credentials.type === 'oauth2') return { externalId, displayName: scheme.title, isOfCredentials };
  const open = scheme.type === 'oauth2' ? [] : scheme.fields.filter(({ type }) => type === 'text' || type === 'url');
  const shown = open.map((field) => credentials.values[field.name]).find((value) => value);
  return { externalId, displayName: shown ?? scheme.title, isOfCredentials };
}
