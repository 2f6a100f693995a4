import type { PieceAuth } from '../protocol.ts';
import { RunnerError } from '../runner-error.ts';
import { propertyContext } from './action-context.ts';
import type { Piece } from './piece.ts';

/**
 * Asks the piece whether credentials are good, and whose they are, as far as it can tell: `{identifier}` or `{}`. Throws
 * `credentials_rejected`.
 */
export async function verifyAuth(piece: Piece, { index, value }: PieceAuth): Promise<Record<string, unknown>> {
  const auth = [piece.auth ?? []].flat()[index];
  if (!auth) throw new RunnerError('invalid_piece', 'The piece has no such way to connect.');
  if (auth.validate) {
    const result = await auth.validate({ ...propertyContext(), auth: unwrapped(value) });
    if (!result.valid) {
      throw new RunnerError('credentials_rejected', result.error ?? 'The app did not accept these credentials.');
    }
  }
  const identifier = await auth.getConnectionIdentifier?.({ auth: value });
  return identifier === undefined ? {} : { identifier };
}

/** A check gets the bare value where an action gets it wrapped. */
function unwrapped(value: PieceAuth['value']): unknown {
  if (value.type === 'SECRET_TEXT') return value.secret_text;
  return value.type === 'CUSTOM_AUTH' ? value.props : value;
}
