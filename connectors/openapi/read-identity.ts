import type { AccountIdentity, Credentials } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Json } from '#connectors/kit/json.ts';
import type { Verify } from './app-file.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { titleIn } from './list-options.ts';
import type { Reply } from './reply/read-reply.ts';

/** Throws `credentials_rejected` where the app refused the credentials, `provider_unreachable` where it could not say. */
export function checkVerifyReply(reply: Reply, appTitle: string): void {
  if (reply.status === 401 || reply.status === 403) {
    throw new ConnectorError(
      'credentials_rejected',
      `${appTitle} did not accept these credentials. Check them and try again.`,
    );
  }
  if (reply.status >= 300) {
    const message = `${appTitle} answered with status ${reply.status} when asked whose credentials these are. Try again later.`;
    throw new ConnectorError('provider_unreachable', message);
  }
}

/** Whose credentials these are, by the pointers of app.json's `verify`. */
export function readIdentity(verify: Verify, source: Json | undefined, appFile: string): AccountIdentity {
  const parts = verify.externalId.map((pointer) => {
    const part = titleIn(source, [pointer]);
    if (part === undefined)
      throw invalidConnector(appFile, '/verify/externalId', `the reply has no text or number at "${pointer}"`);
    return part;
  });
  const externalId = parts.join(':');
  return { externalId, displayName: titleIn(source, verify.displayName) ?? externalId };
}

/** Where no operation tells, the token reply does. */
export function tokenReplyOf(credentials: Credentials): Json | undefined {
  return credentials.type === 'oauth2' ? credentials.extra : undefined;
}
