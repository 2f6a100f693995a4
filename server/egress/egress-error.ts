import { ConnectorError } from '#connectors/kit/errors.ts';

const timeoutCodes = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** What a failed request means to the caller. Our own refusals travel as causes of undici's errors. */
export function egressError(error: unknown, host: string, ended?: AbortSignal): ConnectorError {
  const causes = causesOf(error);
  const own = causes.find((cause) => cause instanceof ConnectorError);
  if (own) return own;
  const options = { cause: error };
  if (ended?.aborted) return new ConnectorError('provider_timeout', `${host} did not answer in time.`, options);
  if (causes.some((cause) => timeoutCodes.has(codeOf(cause)))) {
    return new ConnectorError('provider_timeout', `${host} could not be connected to in time.`, options);
  }
  return new ConnectorError('provider_unreachable', `${host} could not be reached. Try again later.`, options);
}

const MAX_CAUSES = 10;

function causesOf(error: unknown): unknown[] {
  const found: unknown[] = [];
  const open = [error];
  while (open.length > 0 && found.length < MAX_CAUSES) {
    const next = open.shift();
    if (!(next instanceof Error)) continue;
    found.push(next);
    open.push(next.cause, ...(next instanceof AggregateError ? next.errors : []));
  }
  return found;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
