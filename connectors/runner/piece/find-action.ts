import { RunnerError } from '../runner-error.ts';
import type { Action, Piece } from './piece.ts';

export function findAction(piece: Piece, name: string): Action {
  const action = Object.hasOwn(piece._actions, name) ? piece._actions[name] : undefined;
  if (!action) throw new RunnerError('unknown_action', `The piece has no action "${name}".`);
  return action;
}
