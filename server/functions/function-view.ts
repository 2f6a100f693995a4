import type { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import type { FunctionSignature } from '#bridge-protocol/entities/function-signature.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { CatalogueFunction } from '../catalogue/catalogue.ts';
import { isObject } from '#bridge-protocol/json-schema.ts';
import { propertiesWithMeta } from './property-meta.ts';
import { signatureOf } from './signature.ts';

/** A function's signature in Integry's shape, without `meta`. */
export function functionView({ definition }: CatalogueFunction): FunctionSignature {
  const { name, description, paged } = definition;
  const signature = signatureOf(definition);
  const properties = isObject(signature.properties) ? signature.properties : {};
  const required = Array.isArray(signature.required) ? signature.required : [];
  const parameters = { ...signature, properties: paged ? { ...properties, next_page } : properties, required };
  return { name, description, parameters };
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
  const properties = propertiesWithMeta(view.parameters, { definition, publicUrl });
  const icon_url = iconPath === null ? null : `${publicUrl}/icons/${app.name}`;
  return {
    ...view,
    parameters: { ...view.parameters, properties },
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
const next_page: JsonObject = {
  type: 'string',
  description: 'The next_page of the result before; absent for the first page.',
};
