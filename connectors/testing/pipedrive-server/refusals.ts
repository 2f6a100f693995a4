import type { Context } from 'hono';

/** The vendor's error bodies. */
export function unauthorized(context: Context) {
  const body = {
    success: false,
    error: 'unauthorized access',
    errorCode: 401,
    error_info: 'Please check developers.pipedrive.com',
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
