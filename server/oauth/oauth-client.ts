import type { OAuth2Scheme } from '#connectors/kit/connector.ts';
import type { CatalogueApp } from '../catalogue/catalogue.ts';
import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';

/** What a workspace has registered with a third party. */
export interface OAuthClient {
  id: string;
  secret: string | null;
}

/** Throws `app_not_configured` where the operator has entered none. */
export async function loadOAuthClient(
  services: Pick<Services, 'db' | 'vault'>,
  workspaceId: number,
  app: string,
): Promise<OAuthClient> {
  const row = await services.db.inWorkspace(workspaceId, (tx) =>
    tx
      .selectFrom('oauth_clients')
      .select(['client_id', 'client_secret_sealed'])
      .where('workspace_id', '=', workspaceId)
      .where('app', '=', app)
      .executeTakeFirst(),
  );
  if (!row) {
    throw new DomainError('app_not_configured', 'The operator has to enter an OAuth client for this app first.');
  }
  const { client_id: id, client_secret_sealed: sealed } = row;
  return { id, secret: sealed && (await services.vault.open(sealed, oauthClientContext(workspaceId, app))) };
}

/** Which client's secret it is, so that sealed bytes count in this row only. */
export function oauthClientContext(workspaceId: number, app: string): string {
  return `oauth_clients/${workspaceId}/${app}`;
}

/** The named scheme, or the app's first. Throws `invalid_argument` where it is not OAuth. */
export function oauthSchemeOf({ connector }: CatalogueApp, name?: string | null): OAuth2Scheme {
  const schemes = connector.auth.filter((scheme) => scheme.type === 'oauth2');
  const scheme = name ? schemes.find((candidate) => candidate.name === name) : schemes[0];
  if (!scheme) throw new DomainError('invalid_argument', 'The app has no such way of connecting in a window.');
  return scheme;
}

/** Its own for each workspace and app, so that an answer meant for one is never taken for another's (RFC 9700 4.4.2). */
export function redirectUriOf(publicUrl: string, appKey: string, app: string): string {
  return `${publicUrl}/oauth/callback/${appKey}/${app}`;
}
