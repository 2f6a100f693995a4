import type { Context } from 'hono';

/** The vendor's error bodies. */
function refusal(category: string, message: string, more: object = {}) {
  return { status: 'error', message, correlationId: crypto.randomUUID(), category, ...more };
}

export function unauthorized(context: Context) {
  const message = 'Authentication credentials not found. This API supports OAuth 2.0 authentication.';
  return context.json(refusal('INVALID_AUTHENTICATION', message), 401);
}

export function notFound(context: Context) {
  return context.json(refusal('OBJECT_NOT_FOUND', 'resource not found'), 404);
}

export function conflict(context: Context, message: string) {
  return context.json(refusal('CONFLICT', message), 409);
}

export function invalid(context: Context, message: string, errors: object[] = []) {
  return context.json(refusal('VALIDATION_ERROR', message, errors.length > 0 ? { errors } : {}), 400);
}

/** What the vendor says of properties that are unknown or have a wrong value. */
export function invalidProperties(context: Context, problems: { name: string; error: string; message: string }[]) {
  const details = problems.map((problem) => ({ isValid: false, ...problem }));
  return invalid(context, `Property values were not valid: ${JSON.stringify(details)}`);
}
