import type { JsonObject } from '#bridge-protocol/json.ts';
import type { FunctionDefinition } from '#connectors/kit/connector.ts';
import { isObject, ownProperty } from '#bridge-protocol/json-schema.ts';

/** What a function takes, as JSON Schema: a parameter whose properties have to be fetched is an object that takes any. */
export function signatureOf({ parameters, fields = {} }: FunctionDefinition): JsonObject {
  const own = isObject(parameters.properties) ? parameters.properties : {};
  const open = Object.keys(fields).map((name): [string, JsonObject] => {
    const property = ownProperty(own, name);
    return [name, { type: 'object', ...(isObject(property) ? property : {}), additionalProperties: true }];
  });
  return { ...parameters, properties: { ...own, ...Object.fromEntries(open) } };
}
