/**
 * Every code an error of ours can carry, on any side. Each has a page in docs/errors/<code>.md.
 * Codes are only ever added: a customer's code may test for them.
 */
export const errorCodes = [
  // The host page's configuration and identity
  'invalid_config',
  'unknown_app_key',
  'invalid_hash',
  'invalid_token',
  'token_required',
  'origin_not_allowed',
  'unauthorized',
  'session_expired',
  'credentials_not_enabled',

  // The way between host page, widget and server
  'csp_blocked',
  'server_unreachable',
  'server_error',
  'protocol_mismatch',
  'not_supported',
  'not_available',
  'timeout',
  'bridge_lost',
  'destroyed',

  // What a call names or carries
  'invalid_argument',
  'unknown_app',
  'unknown_function',
  'unknown_account',
  'unknown_container',
  'unknown_surface',
  'not_connected',
  'account_required',
  'needs_reconnect',
  'idempotency_key_reused',
  'call_in_progress',
  'outcome_unknown',

  // The third party behind a call
  'provider_unreachable',
  'provider_timeout',
  'provider_paused',
  'egress_blocked',
  'response_too_large',
  'function_failed',
  'function_cancelled',
  'runner_unavailable',

  // Connecting
  'connect_cancelled',
  'connect_denied',
  'connect_expired',
  'connect_failed',
  'unknown_attempt',
  'attempt_closed',
  'browser_not_proved',
  'pairing_code_wrong',
  'app_not_configured',
  'credentials_rejected',
  'other_account',

  // HTTP as such
  'not_found',
  'method_not_allowed',
  'unsupported_media_type',
  'payload_too_large',
  'rate_limited',

  // Start-up and operation
  'invalid_environment',
  'port_in_use',
  'data_folder_locked',
  'database_unreachable',
  'invalid_connector',
] as const;

export type ErrorCode = (typeof errorCodes)[number];
