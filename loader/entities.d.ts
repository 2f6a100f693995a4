/** The data the SDK hands out. Type-tested against the bridge's schemas, as `index.d.ts` is. */

/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };
export type JsonObject = { [key: string]: Json | undefined };

/** Every code an `IntegryError` can carry; `docs/errors/<code>.md` explains each. */
export type ErrorCode =
  | 'invalid_config'
  | 'unknown_app_key'
  | 'invalid_hash'
  | 'invalid_token'
  | 'token_required'
  | 'origin_not_allowed'
  | 'unauthorized'
  | 'session_expired'
  | 'credentials_not_enabled'
  | 'csp_blocked'
  | 'server_unreachable'
  | 'server_error'
  | 'protocol_mismatch'
  | 'not_supported'
  | 'not_available'
  | 'timeout'
  | 'bridge_lost'
  | 'destroyed'
  | 'invalid_argument'
  | 'unknown_app'
  | 'unknown_function'
  | 'unknown_account'
  | 'unknown_container'
  | 'unknown_surface'
  | 'not_connected'
  | 'account_required'
  | 'needs_reconnect'
  | 'idempotency_key_reused'
  | 'call_in_progress'
  | 'outcome_unknown'
  | 'provider_unreachable'
  | 'provider_timeout'
  | 'provider_paused'
  | 'egress_blocked'
  | 'response_too_large'
  | 'function_failed'
  | 'function_cancelled'
  | 'runner_unavailable'
  | 'connect_cancelled'
  | 'connect_denied'
  | 'connect_expired'
  | 'connect_failed'
  | 'unknown_attempt'
  | 'attempt_closed'
  | 'browser_not_proved'
  | 'pairing_code_wrong'
  | 'app_not_configured'
  | 'credentials_rejected'
  | 'other_account'
  | 'not_found'
  | 'method_not_allowed'
  | 'unsupported_media_type'
  | 'payload_too_large'
  | 'rate_limited'
  | 'invalid_environment'
  | 'port_in_use'
  | 'data_folder_locked'
  | 'database_unreachable'
  | 'invalid_connector';

export interface ConnectedAccount {
  id: string;
  display_name: string;
  /** ISO 8601, UTC */
  modified_at: string;
  status: 'active' | 'needs_reconnect';
}

/** One input of an auth method that is not OAuth. */
export interface AuthField {
  name: string;
  title: string;
  description?: string;
  placeholder?: string;
  type: 'text' | 'secret' | 'url' | 'select';
  options?: { value: string; title: string }[];
  required: boolean;
  pattern?: string;
}

/** One way of connecting an app. */
export interface AuthMethod {
  name: string;
  type: 'oauth2' | 'api_key' | 'basic' | 'custom';
  title: string;
  description?: string;
  help_url?: string;
  fields: AuthField[];
  available: boolean;
}

export interface App {
  id: string;
  name: string;
  title: string;
  icon_url: string | null;
  docs_url: string | null;
  login_url: null;
  allow_multiple_connected_accounts: boolean;
  /** Newest first by `modified_at` */
  connected_accounts: ConnectedAccount[];
  description: string;
  categories: string[];
  auth_methods: AuthMethod[];
}

export interface FunctionSignature {
  name: string;
  description: string;
  /** JSON Schema 2020-12 of type object */
  parameters: JsonObject;
  arguments?: JsonObject;
  /** How a form shows it: only where it was asked for over REST, with `include=meta` */
  meta?: JsonObject;
}

/** The function ran: what the third party answered. */
export interface FunctionOutput {
  /** HTTP status of the third party's answer: `"200"` */
  network_code: string;
  output: Json;
  /** Only for paged functions: hand it back as `next_page`; empty at the end */
  next_page?: string;
  /** The same cursor under its REST name, null at the end */
  _cursor?: string | null;
}

/** The function did not run: invalid parameters, by name, or no connected account, as sentences. */
export interface FunctionRefusal {
  error: string;
  error_details: string[] | Record<string, string>;
}

export type FunctionResult = FunctionOutput | FunctionRefusal;

export interface DisconnectResult {
  disconnected_account_id: string;
  /** The remaining ones, newest first */
  connected_accounts: ConnectedAccount[];
}
