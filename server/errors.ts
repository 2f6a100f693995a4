import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';

/** An error a caller is told about. `message` says what to do next and holds nothing secret; `cause` is only logged. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  /** When trying again may help, in whole seconds from now */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions & { retryAfter?: number } = {}) {
    super(message, options);
    this.code = code;
    this.retryAfter = options.retryAfter;
  }
}

/** The HTTP status of each code that the server sends; every other one is a 500. */
const statuses: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  invalid_argument: 400,
  invalid_hash: 401,
  invalid_token: 401,
  token_required: 401,
  unauthorized: 401,
  session_expired: 401,
  credentials_not_enabled: 403,
  origin_not_allowed: 403,
  browser_not_proved: 403,
  unknown_app_key: 404,
  unknown_app: 404,
  unknown_function: 404,
  unknown_account: 404,
  unknown_attempt: 404,
  not_found: 404,
  method_not_allowed: 405,
  not_connected: 409,
  account_required: 409,
  needs_reconnect: 409,
  idempotency_key_reused: 409,
  call_in_progress: 409,
  outcome_unknown: 409,
  app_not_configured: 409,
  attempt_closed: 409,
  other_account: 409,
  connect_denied: 403,
  connect_cancelled: 409,
  connect_expired: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  credentials_rejected: 422,
  pairing_code_wrong: 422,
  rate_limited: 429,
  provider_unreachable: 502,
  connect_failed: 502,
  egress_blocked: 502,
  response_too_large: 502,
  function_failed: 502,
  database_unreachable: 503,
  runner_unavailable: 503,
  provider_paused: 503,
  provider_timeout: 504,
};

export function statusOf(code: ErrorCode): ContentfulStatusCode {
  return statuses[code] ?? 500;
}

/** Any error as one a caller may be told about. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof ConnectorError) return new DomainError(error.code, error.message, { cause: error });
  return new DomainError(
    'server_error',
    'The server could not answer. Its log has the reason under the request id; trying again may help.',
    { cause: error },
  );
}
