import type { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import type { FunctionSignature } from '#bridge-protocol/entities/function-signature.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { CatalogueFunction } from '../catalogue/catalogue.ts';
import { propertyMeta } from './function-meta.ts';
import { isObject } from './json-schema.ts';

/** A function's signature in Integry's shape, without `meta`. */
export function functionView({ definition }: CatalogueFunction): FunctionSignature {
  const { name, description } = definition;
  return { name, description, parameters: parametersOf(definition) };
}

/** The signature with all that a form needs, as Integry's `include=meta` has it. */
export function functionViewWithMeta(
  entry: CatalogueFunction,
  publicUrl: string,
  accounts: readonly ConnectedAccount[],
): FunctionSignature {
  const { definition, app, id } = entry;
  const { title, iconPath } = app.connector.manifest;
  const view = functionView(entry);
  const parameters = { ...view.parameters, properties: propertiesWithMeta(view.parameters) };
  const icon_url = iconPath === null ? null : `${publicUrl}/icons/${app.name}`;
  return {
    ...view,
    parameters,
    meta: {
      id,
      version: '1',
      type: definition.type,
      ui: { title: definition.title },
      app: { name: app.name, title, icon_url, connected_accounts: [...accounts] },
    },
  };
}

/** A paged function takes the cursor as one more parameter. */
function parametersOf({ parameters, paged }: CatalogueFunction['definition']): JsonObject {
  const properties = isObject(parameters.properties) ? parameters.properties : {};
  const required = Array.isArray(parameters.required) ? parameters.required : [];
  const next_page = { type: 'string', description: 'The next_page of the result before; absent for the first page.' };
  return { ...parameters, properties: paged ? { ...properties, next_page } : properties, required };
}

function propertiesWithMeta(parameters: JsonObject): JsonObject {
  const properties = isObject(parameters.properties) ? parameters.properties : {};
  const required = new Set(Array.isArray(parameters.required) ? parameters.required : []);
  return Object.fromEntries(
    Object.entries(properties)
      .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
      .map(([name, schema]) => [name, { ...schema, meta: propertyMeta(name, schema, required.has(name), parameters) }]),
  );
}
