import type { AuthScheme, Credentials } from '#connectors/kit/connector.ts';
import type { CustomPlacement } from '../../openapi/app-file.ts';
import type { PieceAuth as WorkerAuth } from '../../runner/protocol.ts';
import { noAuthOverlay, type PieceAppFile } from '../app-file.ts';
import type { PieceAuth, PieceDescription } from '../description.ts';
import type { Values } from '../fill-template.ts';
import { fieldsScheme } from './fields-scheme.ts';
import { oauthScheme } from './oauth-scheme.ts';

/** One way to connect an app. */
export interface PieceScheme {
  scheme: AuthScheme;
  /** Where the credential goes in requests of our own; absent where nobody said */
  send?: readonly CustomPlacement[];
  /** A template of what tells two accounts apart; absent where nobody said */
  account?: string;
  /** An account's credentials by the names that app.json's templates use. Throws `needs_reconnect` like `toPiece`. */
  valuesOf(credentials: Credentials): Values;
  /** An account's credentials as the piece knows them. Throws `needs_reconnect` where they are of another kind. */
  toPiece(credentials: Credentials): WorkerAuth;
}

/** One of the piece's ways to connect: its position among them, and what we call it. That never changes. */
export interface NamedAuth {
  name: string;
  index: number;
  auth: PieceAuth;
}

const names: Record<string, string> = {
  OAUTH2: 'oauth2',
  SECRET_TEXT: 'api_key',
  BASIC_AUTH: 'basic',
  CUSTOM_AUTH: 'custom',
};

/** The piece's ways to connect that we know the kind of, in its order. */
export function namedAuths(piece: PieceDescription): NamedAuth[] {
  const taken = new Set<string>();
  return piece.auth.flatMap((auth, index) => {
    const base = names[auth.type];
    if (base === undefined) return [];
    const name = taken.has(base) ? `${base}_${index + 1}` : base;
    taken.add(name);
    return [{ name, index, auth }];
  });
}

/** The ways to connect that can be offered: each of the piece's, and behind it those that app.json makes of it. */
export function pieceSchemes(app: PieceAppFile, piece: PieceDescription): PieceScheme[] {
  return namedAuths(piece).flatMap((named) => {
    const others = Object.entries(app.auth).filter(([, overlay]) => overlay.of === named.name);
    const ways = [[named.name, app.auth[named.name] ?? noAuthOverlay] as const, ...others];
    return ways
      .filter(([, overlay]) => !overlay.hidden)
      .flatMap(([name, overlay]) => {
        const way = { ...named, name };
        return named.auth.type === 'OAUTH2' ? oauthScheme(way, overlay) : [fieldsScheme(way, overlay)];
      });
  });
}
