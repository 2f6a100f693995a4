import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { Failure } from '#bridge-protocol/failure.ts';

/** What every rejected promise and the `error` event carry. */
export class IntegryError extends Error {
  override readonly name = 'IntegryError';
  declare readonly code: ErrorCode;
  declare readonly requestId: string | undefined;

  constructor({ code, message, requestId }: Failure, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.requestId = requestId;
  }
}

export function integryError(code: ErrorCode, message: string, cause?: unknown): IntegryError {
  return new IntegryError({ code, message }, { cause });
}

export function unreachable(baseUrl: string, cause?: unknown): IntegryError {
  return integryError('server_unreachable', `No answer from ${baseUrl}: is it up, and the right baseUrl?`, cause);
}

export function bridgeLost(): IntegryError {
  return integryError('bridge_lost', 'The iframe went away');
}
