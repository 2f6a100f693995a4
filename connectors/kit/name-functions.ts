import type { ConnectorError } from './errors.ts';
import { distinctFunctionName, functionName } from './function-names.ts';
import type { RecordedNames } from './recorded-names.ts';

export interface FunctionToName {
  /** Its id in the document or the piece */
  id: string;
  /** The name that the app's author wants, without the app's; absent: one made of the id */
  wanted?: string;
}

export interface NamingRules {
  /** The app's name, which every function's name starts with */
  app: string;
  recorded: RecordedNames;
  /** Names that the connector's own functions have, without the app's */
  reserved: readonly string[];
  /** The error for a name that cannot be had */
  refuse(id: string, problem: string): ConnectorError;
}

/**
 * The name of each function, by id. A recorded name stands, whatever else changes; then come the names that the app's
 * author wants, then those made of ids. What was once the name of one function never becomes that of another.
 */
export function nameFunctions(functions: readonly FunctionToName[], rules: NamingRules): Map<string, string> {
  const { app, recorded, reserved } = rules;
  const taken = new Set([...reserved, ...recorded.values()].map((name) => `${app}-${name}`));
  const names = new Map<string, string>();
  const give = (id: string, name: string) => {
    taken.add(name);
    names.set(id, name);
  };
  for (const one of functions) if (recorded.has(one.id)) names.set(one.id, recordedName(one, rules));
  for (const { id, wanted } of functions) {
    if (wanted === undefined || names.has(id)) continue;
    const name = functionName(app, wanted);
    if (taken.has(name)) throw rules.refuse(id, `"${name}" is the name of another function too`);
    give(id, name);
  }
  for (const { id } of functions) {
    if (names.has(id)) continue;
    const name = functionName(app, id);
    const free = taken.has(name) ? distinctFunctionName(app, id) : name;
    if (taken.has(free)) throw rules.refuse(id, `"${free}" is the name of another function too: give it one`);
    give(id, free);
  }
  return names;
}

function recordedName({ id, wanted }: FunctionToName, { app, recorded, reserved, refuse }: NamingRules): string {
  const name = recorded.get(id)!;
  const full = `${app}-${name}`;
  if (reserved.includes(name)) throw refuse(id, `"${full}" is the name of a function that every such app has`);
  if (functionName(app, name) !== full) throw refuse(id, `"${full}" in names.json has more than 64 characters`);
  if (wanted === undefined || functionName(app, wanted) === full) return full;
  throw refuse(id, `callers know it as "${full}", which names.json holds: leave it at that name`);
}
