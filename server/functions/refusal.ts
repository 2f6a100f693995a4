import type { FunctionRefusal } from '#bridge-protocol/entities/function-result.ts';

/** The answer to a call that was not made; `details` are problems by parameter, or sentences. */
export function refusal(details: FunctionRefusal['error_details']): FunctionRefusal {
  return {
    error: 'The function was not called. `error_details` says what is missing or invalid.',
    error_details: details,
  };
}
