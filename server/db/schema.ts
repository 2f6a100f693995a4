import type { ColumnType, Generated } from 'kysely';
import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { WebhookType } from '../webhooks/webhook-type.ts';

/** The tables as Kysely sees them; `migrations/` creates them. Every `*_sealed` column is ciphertext of `vault/`. */
export interface Schema {
  workspaces: WorkspacesTable;
  workspace_origins: { workspace_id: number; origin: string };
  app_secrets: AppSecretsTable;
  oauth_clients: OAuthClientsTable;
  users: UsersTable;
  sessions: SessionsTable;
  used_tokens: { workspace_id: number; jti: string; expires_at: Date };
  connected_accounts: ConnectedAccountsTable;
  connect_attempts: ConnectAttemptsTable;
  events: EventsTable;
  function_calls: FunctionCallsTable;
  idempotency_keys: IdempotencyKeysTable;
  server_processes: { id: string; seen_at: Generated<Date> };
  return_urls: { workspace_id: number; url: string };
  connect_links: ConnectLinksTable;
  webhook_endpoints: WebhookEndpointsTable;
  webhook_messages: WebhookMessagesTable;
  webhook_deliveries: WebhookDeliveriesTable;
  catalogue_ids: { id: Generated<number>; name: string };
}

type CreatedAt = Generated<Date>;
/** Written as an object, stored as jsonb, read back parsed. */
type Jsonb<T> = ColumnType<T, string, string>;

export interface WorkspacesTable {
  id: Generated<number>;
  /** Public: it stands in the customer's page, in embed URLs and in redirect URIs */
  app_key: string;
  name: string;
  /** Integry's own credentials (App-Key, Hash, User-ID) are taken on every request */
  allow_integry_credentials: Generated<boolean>;
  /** Sessions only for a signed token, not for a hash */
  require_token: Generated<boolean>;
  /** A popup whose opener was severed may be proved by a code */
  allow_pairing: Generated<boolean>;
  created_at: CreatedAt;
}

export interface AppSecretsTable {
  id: Generated<number>;
  workspace_id: number;
  secret_sealed: Uint8Array;
  created_at: CreatedAt;
}

export interface OAuthClientsTable {
  workspace_id: number;
  app: string;
  client_id: string;
  client_secret_sealed: Uint8Array | null;
}

export interface UsersTable {
  id: Generated<number>;
  workspace_id: number;
  /** The customer's User-ID */
  external_id: string;
  /** The id of the user's latest event: locked and counted up by each commit that adds one */
  last_event_id: Generated<number>;
  created_at: CreatedAt;
}

export interface SessionsTable {
  workspace_id: number;
  /** SHA-256 of the bearer token */
  token_hash: Uint8Array;
  user_id: number;
  /** The App-Secret that vouched for the user: revoking it ends the session */
  secret_id: number;
  origin: string;
  expires_at: Date;
}

export interface ConnectedAccountsTable {
  id: Generated<number>;
  workspace_id: number;
  user_id: number;
  app: string;
  auth_scheme: string;
  external_id: string;
  /** What the app calls it */
  display_name: string;
  /** What the user calls it; null: as the app does */
  given_name: string | null;
  status: Generated<'active' | 'needs_reconnect'>;
  credentials_sealed: Uint8Array;
  /** When the access token ends; null: it does not, or there is none */
  access_expires_at: Date | null;
  /** Who refreshes the token, and until when nobody else may: no transaction spans the network call */
  refresh_lease_until: Date | null;
  /** Counted up with each lease taken, and when it is given back; only its holder may write the outcome */
  refresh_fence: Generated<number>;
  created_at: CreatedAt;
  modified_at: Generated<Date>;
}

export interface ConnectAttemptsTable {
  workspace_id: number;
  /** Chosen by the loader, public */
  id: string;
  user_id: number;
  origin: string;
  app: string;
  auth_scheme: string | null;
  status: Generated<'pending' | 'connected' | 'failed'>;
  error_code: ErrorCode | null;
  error_message: string | null;
  connected_account_id: number | null;
  /** The account whose credentials are to be replaced; null: whichever the user connects */
  reconnects_account_id: number | null;
  /** The link that has begun it; null: a page of the customer */
  connect_link_id: string | null;
  /** SHA-256 of the nonce the start page has to bring; null once it was used */
  nonce_hash: Uint8Array | null;
  /** SHA-256 of the cookie of the browser that claimed the attempt */
  browser_hash: Uint8Array | null;
  /** The claiming browser is the one that started the attempt: by the nonce, or by the typed code */
  browser_proved: Generated<boolean>;
  /** SHA-256 of the OAuth state; null once it was used */
  state_hash: Uint8Array | null;
  /** PKCE verifier and what else the callback needs */
  flow_sealed: Uint8Array | null;
  pairing_code_hash: Uint8Array | null;
  pairing_tries: Generated<number>;
  created_at: CreatedAt;
  expires_at: Date;
}

export interface EventsTable {
  workspace_id: number;
  user_id: number;
  /** Counts up by one per user, in the order of the commits */
  id: number;
  type: 'app-connected' | 'app-disconnected' | 'account-updated' | 'attempt-failed';
  payload: Jsonb<JsonObject>;
  created_at: CreatedAt;
}

export interface FunctionCallsTable {
  id: Generated<number>;
  workspace_id: number;
  user_id: number;
  connected_account_id: number | null;
  app: string;
  function_name: string;
  request_id: string;
  /** `sent` before the call leaves; `unknown` where the process that made it died before it could note the outcome */
  status: Generated<'sent' | 'answered' | 'failed' | 'unknown'>;
  /** Of `server_processes`: who makes the call; null in rows of a version that did not say */
  process_id: string | null;
  /** Redacted; null in rows of a version that did not keep them */
  arguments: Jsonb<JsonObject> | null;
  /** What the third party calls the request, for its support */
  provider_request_id: string | null;
  network_code: number | null;
  error_code: ErrorCode | null;
  started_at: Generated<Date>;
  finished_at: Date | null;
}

export interface IdempotencyKeysTable {
  workspace_id: number;
  user_id: number;
  /** SHA-256 of the caller's key */
  key_hash: Uint8Array;
  /** SHA-256 over the key and what it was first used for */
  request_hash: Uint8Array;
  /** `unknown` where the process that made the call died before it could note the outcome */
  status: Generated<'running' | 'answered' | 'unknown'>;
  /** Of `server_processes`: who makes the call */
  process_id: string;
  /** Counted up with each execution; only the latest may write its outcome */
  fence: Generated<number>;
  answer_sealed: Uint8Array | null;
  /** Of the latest execution */
  started_at: Generated<Date>;
  created_at: CreatedAt;
}

export interface ConnectLinksTable {
  workspace_id: number;
  /** Stands in the link's path */
  id: string;
  user_id: number;
  app: string;
  /** The account whose credentials are to be replaced; null: whichever the user connects */
  reconnects_account_id: number | null;
  /** What the customer's product calls the user: shown to whoever opens the link */
  user_name: string;
  /** From the workspace's list; null: a page of ours is the end */
  return_url: string | null;
  /** SHA-256 of what stands in the link's fragment */
  secret_hash: Uint8Array;
  /** SHA-256 of the cookie of the browser in which Continue was pressed first; the secret is worth nothing from then on */
  browser_hash: Uint8Array | null;
  status: Generated<'open' | 'connected' | 'revoked'>;
  connected_account_id: number | null;
  created_at: CreatedAt;
  expires_at: Date;
}

export interface WebhookEndpointsTable {
  workspace_id: number;
  id: string;
  url: string;
  description: string | null;
  /** The types it wants; null: all, also those to come */
  events: WebhookType[] | null;
  secret_sealed: Uint8Array;
  /** Signs too, until its time is over: the receiver changes over meanwhile */
  previous_secret_sealed: Uint8Array | null;
  previous_secret_until: Date | null;
  /** `failing`: a message was given up, and none has arrived since; `disabled`: it gets nothing */
  status: Generated<'enabled' | 'failing' | 'disabled'>;
  /** Why it is not `enabled` */
  status_reason: string | null;
  created_at: CreatedAt;
}

export interface WebhookMessagesTable {
  workspace_id: number;
  /** The `webhook-id`: the same in every try, at every endpoint */
  id: string;
  type: WebhookType | 'endpoint.test';
  /** Whom it tells of; the user may be gone. Null for a test */
  user_id: number | null;
  /** JSON, byte for byte as it is signed */
  body: string;
  created_at: CreatedAt;
}

export interface WebhookDeliveriesTable {
  workspace_id: number;
  id: Generated<number>;
  endpoint_id: string;
  message_id: string;
  status: Generated<'pending' | 'delivered' | 'failed'>;
  /** Counted up when one begins; only the latest may write its outcome */
  tries: Generated<number>;
  /** While one is under way: when another process may take it for dead */
  next_try_at: Generated<Date>;
  last_try_at: Date | null;
  /** The HTTP status that came back; null where none did */
  last_status: number | null;
  last_error: string | null;
  created_at: CreatedAt;
}
