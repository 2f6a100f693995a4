import type { Handler } from '../bridge/method-table.ts';
import type { Surfaces } from '../state/surfaces.svelte.ts';

export function showFunctionUI(surfaces: Surfaces): Handler<'showFunctionUI'> {
  return ([name, params, connectedAccountId, isReadOnly], callId) =>
    surfaces.ask(callId, name, () => ({ params, connectedAccountId, isReadOnly }));
}
