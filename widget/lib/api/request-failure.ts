import * as z from 'zod/mini';
import { ErrorBody } from '#bridge-protocol/entities/error-body.ts';
import { CodedError } from '../coded-error.ts';

/**
 * Why a request has no answer: the network, or its deadline. A document that is being left loses its requests as well,
 * but no task of it runs any more: then this never settles, and the loader repeats the call or says `bridge_lost`.
 */
export async function networkFailure(cause: unknown, url: string): Promise<CodedError> {
  await new Promise((resolve) => setTimeout(resolve));
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    return new CodedError('timeout', 'The server did not answer in time. Try again.', { cause });
  }
  return new CodedError(
    'server_unreachable',
    `${new URL(url).origin} could not be reached. Check the connection and try again.`,
    {
      cause,
    },
  );
}

/** What an answer that is not a success says. One that is none of ours (a proxy's page) becomes `server_error`. */
export function refusal(response: Response, text: string): CodedError {
  const body = z.safeParse(ErrorBody, parseJson(text));
  if (body.success) {
    return new CodedError(body.data.code, body.data.detail, { requestId: body.data.request_id });
  }
  return new CodedError('server_error', `The server answered with status ${response.status}. Try again later.`, {
    requestId: response.headers.get('X-Request-Id') ?? undefined,
  });
}

/** The text as JSON; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
