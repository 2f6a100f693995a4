import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { isObject, isString } from './json-values.ts';

/** What `collectionFormat` is called here where OpenAPI 3 has no word for it */
const STYLES: Readonly<Record<string, string>> = {
  ssv: 'spaceDelimited',
  pipes: 'pipeDelimited',
  tsv: 'tabDelimited',
};

/**
 * Says in a Swagger 2.0 document, in place, what the upgrade to OpenAPI 3 would lose or end at: separators that OpenAPI 3
 * does not know, the default separator of form fields, and parameters without a place.
 */
export function prepareSwagger(root: JsonObject): void {
  for (const parameter of Object.values(objectOf(root.parameters))) prepare(parameter);
  for (const pathItem of Object.values(objectOf(root.paths))) {
    const places = [pathItem, ...Object.values(objectOf(pathItem))];
    for (const place of places) {
      const { parameters } = objectOf(place);
      if (Array.isArray(parameters)) parameters.forEach(prepare);
    }
  }
}

function prepare(parameter: Json | undefined): void {
  if (!isObject(parameter) || parameter.$ref !== undefined) return;
  // The upgrade would give up on the whole document; so it is this operation's complaint.
  if (!isString(parameter.in) || parameter.in === '') parameter.in = 'missing';
  if (parameter.type !== 'array') return;
  const format = isString(parameter.collectionFormat) ? parameter.collectionFormat : 'csv';
  if (parameter.in === 'formData') parameter.collectionFormat = format;
  else if (format === 'tsv' || (parameter.in !== 'query' && Object.hasOwn(STYLES, format))) {
    Object.assign(parameter, { style: STYLES[format], explode: false });
  }
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
