import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ErrorBody } from '#bridge-protocol/entities/error-body.ts';
import { DomainError, statusOf, toDomainError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { AppEnv } from './app-env.ts';

/** The one place where an error becomes an answer. What a caller may not know is only logged. */
export function answerErrors(log: Logger): ErrorHandler<AppEnv> {
  return (thrown, c) => {
    const error = toDomainError(asRefusal(thrown));
    const status = statusOf(error.code);
    const fields = { requestId: c.var.requestId, code: error.code };
    const isGone = c.req.raw.signal.aborted;
    if (status >= 500 && !isGone) log.error('request failed', { ...fields, error: thrown });
    else log.debug('request refused', { ...fields, error: thrown });
    const isPassing = status === 429 || status === 503;
    const retryAfter = error.retryAfter ?? (isPassing ? 1 : undefined);
    if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
    return answer(c, error);
  };
}

export const answerNotFound: NotFoundHandler<AppEnv> = (c) =>
  answer(c, new DomainError('not_found', 'No resource has this path. GET /openapi.json lists the paths.'));

export function answerMethodNotAllowed(c: Context, methods: readonly string[]): Response {
  const allow = methods.join(', ');
  c.header('Allow', allow);
  return answer(c, new DomainError('method_not_allowed', `This path takes ${allow}.`));
}

function answer(c: Context<AppEnv>, error: DomainError): Response {
  const body: ErrorBody = { detail: error.message, code: error.code, request_id: c.var.requestId };
  return c.json(body, statusOf(error.code));
}

/** What Hono itself throws where it cannot read a request. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof HTTPException) || error.status >= 500) return error;
  return new DomainError('invalid_argument', 'The request could not be read.', { cause: error });
}
