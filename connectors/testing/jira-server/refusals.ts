import type { Context } from 'hono';

/** The vendor's error bodies. */
export function refused(
  context: Context,
  status: 400 | 403 | 404,
  messages: string[],
  errors: Record<string, string> = {},
) {
  return context.json({ errorMessages: messages, errors }, status);
}

export function invalid(context: Context, errors: Record<string, string>) {
  return refused(context, 400, [], errors);
}

export function noSuchIssue(context: Context) {
  return refused(context, 404, ['Issue does not exist or you do not have permission to see it.']);
}

export function notFound(context: Context) {
  return refused(context, 404, ['The requested resource was not found.']);
}

/** What the gateway in front of the sites answers, in words of its own. */
export function gatewayRefused(context: Context, status: 401 | 404) {
  return context.json({ code: status, message: status === 401 ? 'Unauthorized' : 'No message available' }, status);
}
