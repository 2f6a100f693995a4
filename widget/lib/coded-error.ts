import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { Failure } from '#bridge-protocol/failure.ts';

/** An error that reaches the host as it is: a stable code, and a message that says what to do next. */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: ErrorCode;
  readonly requestId: string | undefined;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { requestId?: string }) {
    super(message, options);
    this.code = code;
    this.requestId = options?.requestId;
  }

  static of(failure: Failure): CodedError {
    return new CodedError(failure.code, failure.message, { requestId: failure.requestId });
  }
}

/** What of an error may cross the bridge. Anything that is not ours is a defect here, and tells the host nothing more. */
export function toFailure(error: unknown): Failure {
  if (error instanceof CodedError) return { code: error.code, message: error.message, requestId: error.requestId };
  console.error(error);
  return { code: 'server_error', message: 'The widget failed unexpectedly. Its console has the details.' };
}

const passing: readonly ErrorCode[] = [
  'server_unreachable',
  'server_error',
  'timeout',
  'rate_limited',
  'database_unreachable',
];

/** True where asking again later can help. */
export function isPassing(code: ErrorCode): boolean {
  return passing.includes(code);
}
