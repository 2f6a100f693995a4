import * as z from 'zod';
import { JsonObject } from '#bridge-protocol/json.ts';
import type { Credentials } from '#connectors/kit/connector.ts';
import type { Services } from '../services.ts';

/** What was found of the account when it was connected */
const found = z.record(z.string(), z.string()).optional();

const StoredOAuth = z.object({
  type: z.literal('oauth2'),
  scheme: z.string(),
  accessToken: z.string(),
  tokenType: z.string(),
  refreshToken: z.string().optional(),
  /** How long the access token lasts from its issue, in seconds; absent: it does not end */
  lifetime: z.number().optional(),
  extra: JsonObject,
  found,
});

const StoredFields = z.object({
  type: z.enum(['api_key', 'basic', 'custom']),
  scheme: z.string(),
  values: z.record(z.string(), z.string()),
  found,
});

/** What the vault keeps of an account: all that a connector gets, and the refresh token, which it does not get. */
export const StoredCredentials = z.discriminatedUnion('type', [StoredOAuth, StoredFields]);
export type StoredCredentials = z.infer<typeof StoredCredentials>;
export type StoredOAuth = z.infer<typeof StoredOAuth>;

/** What of it a connector may see. */
export function forConnector(stored: StoredCredentials): Credentials {
  const { scheme, found } = stored;
  if (stored.type !== 'oauth2') return { scheme, type: stored.type, values: stored.values, found };
  const { accessToken, tokenType, extra } = stored;
  return { scheme, type: 'oauth2', accessToken, tokenType, extra, found };
}

/** Whose credentials they are: by the row's natural key, so that sealed bytes count in this row only. */
export interface AccountOwner {
  workspace_id: number;
  user_id: number;
  app: string;
  external_id: string;
}

export function accountContext({ workspace_id, user_id, app, external_id }: AccountOwner): string {
  return `connected_accounts/${workspace_id}/${user_id}/${app}/${external_id}`;
}

export async function openCredentials(
  { vault }: Pick<Services, 'vault'>,
  account: AccountOwner & { credentials_sealed: Uint8Array },
): Promise<StoredCredentials> {
  return StoredCredentials.parse(JSON.parse(await vault.open(account.credentials_sealed, accountContext(account))));
}

const FIVE_MINUTES_MS = 5 * 60_000;

/** True where the access token ends within five minutes, or has half of a shorter life behind it. */
export function isDue(account: { access_expires_at: Date | null }, stored: StoredCredentials): boolean {
  if (account.access_expires_at === null || stored.type !== 'oauth2') return false;
  const margin = Math.min(FIVE_MINUTES_MS, ((stored.lifetime ?? Infinity) * 1000) / 2);
  return account.access_expires_at.getTime() - Date.now() < margin;
}

export function hasEnded(account: { access_expires_at: Date | null }): boolean {
  return account.access_expires_at !== null && account.access_expires_at.getTime() <= Date.now();
}
