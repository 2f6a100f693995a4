import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { Failure } from '#bridge-protocol/failure.ts';

/** What every rejected promise and the `error` event carry. */
export class IntegryError extends Error {
  override readonly name = 'IntegryError';
  readonly code: ErrorCode;
  readonly requestId: string | undefined;

  constructor({ code, message, requestId }: Failure, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.requestId = requestId;
  }
}

export function integryError(code: ErrorCode, message: string, cause?: unknown): IntegryError {
  return new IntegryError({ code, message }, { cause });
}
