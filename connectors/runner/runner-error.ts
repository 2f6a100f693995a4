import type { FailureReason } from './protocol.ts';

export class RunnerError extends Error {
  override readonly name = 'RunnerError';
  readonly reason: FailureReason;

  constructor(reason: FailureReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
