import type { Context } from 'hono';

const ERROR_INFO = 'Please check developers.pipedrive.com';

/** The vendor's error bodies. */
export function unauthorized(context: Context) {
  const body = {
    success: false,
    error: 'unauthorized access',
    errorCode: 401,
    error_info: ERROR_INFO,
  };
  return context.json(body, 401);
}

export function invalid(context: Context, problem: string) {
  return context.json(
    { success: false, error: `Validation failed: ${problem}`, code: 'ERR_SCHEMA_VALIDATION_FAILED' },
    400,
  );
}

export function notFound(context: Context, what: string) {
  return context.json({ success: false, error: `${what} not found`, code: 'ERR_NOT_FOUND' }, 404);
}

/** API v1 puts its refusals otherwise. */
export function invalidV1(context: Context, problem: string) {
  return context.json(
    { success: false, error: problem, error_info: ERROR_INFO, data: null, additional_data: null },
    400,
  );
}

export function notFoundV1(context: Context, what: string) {
  const error = `${what} not found`;
  return context.json({ success: false, error, error_info: ERROR_INFO, data: null, additional_data: null }, 404);
}
