import { createRequire } from 'node:module';
import type { Piece } from './piece.ts';

export type LoadedPiece = Piece;

/** The piece that a package exports. Throws where there is none of the form that current pieces have. */
export function loadPiece(entry: string): LoadedPiece {
  const exported = createRequire(entry)(entry) as Record<string, unknown>;
  const piece = Object.values(exported).find(isPiece);
  if (!piece) throw new Error('The package exports no piece of the form that current pieces have.');
  return piece;
}

function isPiece(value: unknown): value is Piece {
  return typeof value === 'object' && value !== null && '_actions' in value && 'displayName' in value;
}
