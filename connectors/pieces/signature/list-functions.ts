import type { RecordedNames } from '#connectors/kit/recorded-names.ts';
import { distinctFunctionName, functionName } from '#connectors/kit/function-names.ts';
import { PASSTHROUGH } from '../../openapi/passthrough/passthrough-function.ts';
import { noActionOverlay, type PieceAppFile } from '../app-file.ts';
import type { PieceAction, PieceDescription } from '../description.ts';
import { pieceFunction, type PieceFunction } from './piece-function.ts';

/** The action with which most pieces offer a request of one's own; it stands behind the passthrough function. */
export const CUSTOM_CALL = 'custom_api_call';

/**
 * The functions of a piece by name, in its order. Many actions come twice, once made for forms and once for calls by
 * programs ("ai"); where both have one name, the one made for calls gets it, and the other one `-form` at its end. A
 * recorded name stands, whatever else changes, and never becomes that of another action.
 */
export function listPieceFunctions(
  app: PieceAppFile,
  piece: PieceDescription,
  recorded: RecordedNames = new Map(),
): Map<string, PieceFunction> {
  const overlayOf = ({ name }: PieceAction) =>
    Object.hasOwn(app.functions, name) ? app.functions[name]! : noActionOverlay;
  const chosen = piece.actions.filter(
    (action) => !action.needsFlow && action.name !== CUSTOM_CALL && !overlayOf(action).hidden,
  );
  const isKnown = (action: PieceAction) => recorded.has(action.name);
  const names = new Map<string, PieceAction>();
  for (const action of chosen.filter(isKnown)) names.set(`${app.name}-${recorded.get(action.name)}`, action);
  const once = new Set([...recorded.values(), PASSTHROUGH].map((name) => `${app.name}-${name}`));
  const others = chosen.filter((action) => !isKnown(action));
  for (const action of others.toSorted((a, b) => rank(a, overlayOf(a).name) - rank(b, overlayOf(b).name))) {
    const isFree = (name: string) => !names.has(name) && !once.has(name);
    names.set(freeName(app.name, overlayOf(action).name ?? action.name, action, isFree), action);
  }
  const order = new Map(chosen.map((action, index) => [action, index]));
  const sorted = [...names].toSorted(([, a], [, b]) => order.get(a)! - order.get(b)!);
  return new Map(sorted.map(([name, action]) => [name, pieceFunction(name, action, overlayOf(action))]));
}

function rank(action: PieceAction, given: string | undefined): number {
  if (given !== undefined) return 0;
  return action.audience === 'ai' ? 1 : 2;
}

function freeName(app: string, words: string, action: PieceAction, isFree: (name: string) => boolean): string {
  const withoutApp = words.replace(new RegExp(`^${app}[-_ ]`, 'i'), '');
  const names = [functionName(app, withoutApp), functionName(app, `${withoutApp}-form`)];
  return names.find(isFree) ?? distinctFunctionName(app, action.name);
}
