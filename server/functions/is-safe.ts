import type { FunctionDefinition } from '#connectors/kit/connector.ts';

/** True where running it twice does no harm. */
export function isSafe({ type, idempotent }: FunctionDefinition): boolean {
  return type === 'QUERY' || idempotent;
}
