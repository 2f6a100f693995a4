import type { Selectable } from 'kysely';
import * as z from 'zod';
import type { OAuthClientsTable } from '../db/schema.ts';
import { redirectUriOf } from '../oauth/oauth-client.ts';

export const OAuthClient = z.object({
  app: z.string(),
  id: z.string(),
  /** `none`: a public client, which proves itself by PKCE alone */
  secret: z.enum(['stored', 'none']),
  /** To be entered with the third party, character for character */
  redirectUri: z.string(),
});

type Row = Pick<Selectable<OAuthClientsTable>, 'app' | 'client_id' | 'client_secret_sealed'>;

export function oauthClientOutput(publicUrl: string, appKey: string, row: Row): z.input<typeof OAuthClient> {
  return {
    app: row.app,
    id: row.client_id,
    secret: row.client_secret_sealed ? 'stored' : 'none',
    redirectUri: redirectUriOf(publicUrl, appKey, row.app),
  };
}
