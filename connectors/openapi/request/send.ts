import type { CallContext } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { readReply, type Reply } from '../reply/read-reply.ts';

/** Sends a request by the call's guarded fetch and reads the whole reply. Throws only `ConnectorError`. */
export async function send(request: Request, context: CallContext, appTitle: string): Promise<Reply> {
  try {
    return await readReply(await context.fetch(request), request.url);
  } catch (error) {
    throw asConnectorError(error, context.signal, appTitle);
  }
}

function asConnectorError(error: unknown, signal: AbortSignal, appTitle: string): ConnectorError {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth += 1) {
    if (cause instanceof ConnectorError) return cause;
  }
  if (signal.aborted)
    return new ConnectorError('provider_timeout', `${appTitle} did not answer in time. Try again.`, { cause: error });
  return new ConnectorError('provider_unreachable', `${appTitle} could not be reached. Try again later.`, {
    cause: error,
  });
}
