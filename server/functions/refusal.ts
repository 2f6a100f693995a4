import type { FunctionRefusal } from '#bridge-protocol/entities/function-result.ts';

/** The answer to a call that was not made, in Integry's words; `details` are problems by parameter, or sentences. */
export function refusal(details: FunctionRefusal['error_details']): FunctionRefusal {
  return {
    error: 'Could not call the function due to invalid input. Please see `error_details` for further information.',
    error_details: details,
  };
}
