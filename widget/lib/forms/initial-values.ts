import type { FormOptions } from '#bridge-protocol/form-options.ts';
import type { Json, JsonObject } from '#bridge-protocol/json.ts';
import { isObject } from '#bridge-protocol/json-schema.ts';
import type { Field } from './field.ts';

type Given = Pick<FormOptions, 'params' | 'payload' | 'autoMapPayload'>;

/**
 * What the form begins with: the host's `params`, and of its `payload`, if it is to be mapped, what goes by the name or
 * the title of a parameter that they leave open. Upper case, spaces and the like make no difference.
 */
export function initialValues(fields: readonly Field[], { params, payload, autoMapPayload }: Given): JsonObject {
  const values: JsonObject = { ...params };
  if (!autoMapPayload || !payload) return values;
  const known = new Map<string, Json>();
  collect(payload, known);
  for (const { name, title } of fields) {
    const found = known.get(bare(name)) ?? known.get(bare(title));
    if (values[name] === undefined && found !== undefined) values[name] = found;
  }
  return values;
}

/** Of two values of one name, the one that is less deep counts. */
function collect(payload: JsonObject, known: Map<string, Json>): void {
  const inner: JsonObject[] = [];
  for (const [name, value] of Object.entries(payload)) {
    if (value === undefined || value === null) continue;
    if (!known.has(bare(name))) known.set(bare(name), value);
    if (isObject(value)) inner.push(value);
  }
  for (const each of inner) collect(each, known);
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
