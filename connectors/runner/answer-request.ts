import { failureOf } from './failure-of.ts';
import { seenOf, type ObservedStatus } from './observe-status.ts';
import { describePiece } from './piece/describe-piece.ts';
import { findAction } from './piece/find-action.ts';
import type { LoadedPiece } from './piece/load-piece.ts';
import { loadFields } from './piece/load-fields.ts';
import { loadOptions } from './piece/load-options.ts';
import { runAction } from './piece/run-action.ts';
import { verifyAuth } from './piece/verify-auth.ts';
import { plain } from './plain.ts';
import type { FromWorker, WorkerRequest } from './protocol.ts';
import { RunnerError } from './runner-error.ts';

/** Answers one request, whatever the piece does short of blocking or ending the process: for these there is a deadline. */
export async function answerRequest(
  request: WorkerRequest,
  piece: LoadedPiece | Error | undefined,
  status: ObservedStatus,
): Promise<FromWorker> {
  const { id } = request;
  status.reset();
  try {
    if (!piece) throw new RunnerError('invalid_piece', 'No piece was loaded.');
    if (piece instanceof Error) throw new RunnerError('invalid_piece', piece.message);
    const output = plain(await carryOut(request, piece));
    return { type: 'answer', id, status: status.last() ?? 200, output, ...seenOf(status) };
  } catch (error) {
    return failureOf(id, error, status);
  }
}

async function carryOut(request: WorkerRequest, piece: LoadedPiece): Promise<unknown> {
  if (request.type === 'describe') return describePiece(piece);
  if (request.type === 'verify') return verifyAuth(piece, request.auth);
  const action = findAction(piece, request.action);
  if (request.type === 'invoke') return runAction(action, request);
  const property = action.props?.[request.property];
  if (!property) throw new RunnerError('unknown_action', `${request.action} has no property "${request.property}".`);
  return request.type === 'options' ? loadOptions(property, request) : loadFields(property, request);
}
