import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { pointerStep } from '../openapi/document/json-pointer.ts';
import type { PieceAppFile } from './app-file.ts';
import { namedAuths } from './auth/piece-scheme.ts';
import type { PieceDescription } from './description.ts';

/** Throws `invalid_connector` where app.json names something that the piece has not. */
export function checkAgainstPiece(app: PieceAppFile, piece: PieceDescription, appFile: string): void {
  const refuse = (steps: string[], problem: string) => {
    throw invalidConnector(appFile, steps.map(pointerStep).join(''), problem);
  };
  const auths = new Map(namedAuths(piece).map(({ name, auth }) => [name, auth]));
  for (const [name, { of, fields, values }] of Object.entries(app.auth)) {
    const auth = auths.get(of ?? name);
    if (!auth) refuse(['auth', name], `the piece has no such way to connect; it has ${listed([...auths.keys()])}`);
    if (of !== undefined && auths.has(name))
      refuse(['auth', name, 'of'], 'the piece has a way to connect of this name');
    const known = new Set([...(auth?.fields ?? []).map((field) => field.name), 'secret_text', 'username', 'password']);
    for (const field of [...Object.keys(fields), ...Object.keys(values)]) {
      if (!known.has(field)) refuse(['auth', name], `this way to connect has no field "${field}"`);
    }
  }
  const fields = [...auths.values()].flatMap(({ fields }) => fields.map((field) => field.name));
  for (const [index, host] of app.hosts.entries()) {
    const [, field] = /^\{([^{}]*)\}/.exec(host) ?? [];
    if (field !== undefined && !fields.includes(field)) {
      refuse(['hosts', String(index)], `no way to connect has a field "${field}"`);
    }
  }
  const actions = new Map(piece.actions.map((action) => [action.name, action]));
  for (const [name, { pagination, total, parameters }] of Object.entries(app.functions)) {
    const properties = new Set(actions.get(name)?.properties.map((property) => property.name));
    if (!actions.has(name)) refuse(['functions', name], 'the piece has no such action');
    const paged = pagination && 'parameter' in pagination ? [pagination.parameter] : [];
    for (const property of [...paged, ...(total ? [total.size] : []), ...Object.keys(parameters)]) {
      if (!properties.has(property)) refuse(['functions', name], `the action has no property "${property}"`);
    }
  }
  const verified = app.verify && 'action' in app.verify ? app.verify.action : undefined;
  if (verified !== undefined && !actions.has(verified)) refuse(['verify', 'action'], 'the piece has no such action');
}

const listed = (names: string[]): string => names.map((name) => `"${name}"`).join(', ') || 'none';
