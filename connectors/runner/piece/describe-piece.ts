import type { Action, Piece, PieceAuthDefinition } from './piece.ts';
import { describeProperties } from './describe-properties.ts';

/** What only a running flow has. An action that names it cannot be called by itself. */
const flowOnly = /createWaitpoint|waitForWaitpoint|\.pause\(|generateResumeUrl/;

/** All that a catalogue needs of a piece, as data. Its live parts, choices and checks, become flags. */
export function describePiece(piece: Piece): Record<string, unknown> {
  return {
    title: piece.displayName,
    description: piece.description ?? '',
    contextVersion: piece.getContextInfo?.().version ?? null,
    auth: [piece.auth ?? []].flat().map(describeAuth),
    actions: Object.values(piece._actions).map(describeAction),
    triggers: Object.keys(piece._triggers ?? {}),
  };
}

function describeAuth(auth: PieceAuthDefinition): Record<string, unknown> {
  const { type, displayName, description, authUrl, tokenUrl, scope, extra, prompt, authorizationMethod, grantType } =
    auth;
  const oauth = { authUrl, tokenUrl, scope, extra, prompt, authorizationMethod, grantType };
  return {
    type,
    title: displayName ?? '',
    description: description ?? '',
    fields: describeProperties(auth.props),
    ...(type === 'OAUTH2' ? { oauth } : {}),
    canValidate: typeof auth.validate === 'function',
    canIdentify: typeof auth.getConnectionIdentifier === 'function',
  };
}

function describeAction(action: Action): Record<string, unknown> {
  return {
    name: action.name,
    title: action.displayName,
    description: action.description ?? '',
    properties: describeProperties(action.props),
    needsAuth: action.requireAuth !== false,
    needsFlow: flowOnly.test(String(action.run)),
    audience: action.audience ?? 'both',
    classification: action.classification ?? null,
    idempotent: action.aiMetadata?.idempotent ?? false,
  };
}
