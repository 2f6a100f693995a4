import type { CallContext, Credentials } from '../kit/connector.ts';

/** A call's context without the server's guards: for tests against loopback servers. */
export function callContext(credentials: Credentials, signal: AbortSignal = AbortSignal.timeout(10_000)): CallContext {
  return { credentials, signal, fetch: (request) => fetch(request) };
}
