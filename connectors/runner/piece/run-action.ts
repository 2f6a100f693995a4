import type { ActionCall } from '../protocol.ts';
import { actionContext } from './action-context.ts';
import { completeInput } from './complete-input.ts';
import type { Action } from './piece.ts';

export async function runAction(action: Action, call: ActionCall): Promise<unknown> {
  const propsValue = completeInput(action.props ?? {}, call.input);
  return action.run(actionContext(call.auth?.value, propsValue));
}
