import { FunctionSignature } from '#bridge-protocol/entities/function-signature.ts';
import type { ApiClient } from './client.ts';

/** A function's signature. Throws `unknown_function`. */
export function getFunction(api: ApiClient, name: string): Promise<FunctionSignature> {
  return api.send({ method: 'POST', path: `/functions/${encodeURIComponent(name)}/get/`, answer: FunctionSignature });
}
