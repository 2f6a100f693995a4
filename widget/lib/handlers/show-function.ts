import type { Handler } from '../bridge/method-table.ts';
import type { Surfaces } from '../state/surfaces.svelte.ts';

export function showFunction(surfaces: Surfaces): Handler<'showFunction'> {
  return (args, callId) => surfaces.ask(callId, args[0], ({ readFormArguments }) => readFormArguments(args));
}
