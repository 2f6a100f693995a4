import type { AuthScheme, SkippedPart } from '#connectors/kit/connector.ts';
import { namedAuths } from './auth/piece-scheme.ts';
import type { PieceAppFile } from './app-file.ts';
import type { PieceDescription } from './description.ts';

/** What a piece has and the app does not offer, though its app.json did not ask to leave it out. */
export function skippedParts(app: PieceAppFile, piece: PieceDescription, auth: readonly AuthScheme[]): SkippedPart[] {
  const offered = new Set(auth.map(({ name }) => name));
  const ways = namedAuths(piece).filter(({ name }) => !offered.has(name) && app.auth[name]?.hidden !== true);
  const actions = piece.actions.filter(({ name, needsFlow }) => needsFlow && app.functions[name]?.hidden !== true);
  return [
    ...ways.map(({ name }) => ({
      id: `auth/${name}`,
      reason: 'its addresses depend on what a user would enter first',
    })),
    ...actions.map(({ name }) => ({ id: name, reason: 'it waits for something within a flow' })),
  ];
}
