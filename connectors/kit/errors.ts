/** Why a connector could not do what it was asked. The server carries the code on as it is. */
export type ConnectorErrorCode =
  | 'invalid_connector'
  | 'unknown_function'
  | 'invalid_argument'
  | 'credentials_rejected'
  | 'needs_reconnect'
  | 'provider_unreachable'
  | 'provider_timeout'
  | 'egress_blocked'
  | 'response_too_large'
  /** Foreign code failed by itself: no answer of the app stands behind it */
  | 'function_failed'
  /** No process for foreign code could be had */
  | 'runner_unavailable'
  | 'not_supported';

export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly code: ConnectorErrorCode;

  /** `message` says what to do next and holds nothing secret. */
  constructor(code: ConnectorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
