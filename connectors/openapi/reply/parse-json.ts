import type { Json } from '#connectors/kit/json.ts';

/** A key can only be `__proto__` if two underscores open it, plainly or escaped. */
const MAY_HOLD_PROTO = /"(?:_|\\u005f){2}/i;

/** Parses JSON without ever making a `__proto__` property, which a later merge would turn into a prototype. */
export function parseJson(text: string): Json {
  if (!MAY_HOLD_PROTO.test(text)) return JSON.parse(text) as Json;
  return JSON.parse(text, function (this: unknown, key, value: unknown) {
    return key === '__proto__' ? undefined : value;
  }) as Json;
}
