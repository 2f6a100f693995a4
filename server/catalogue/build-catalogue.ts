import { AppName, FunctionName } from '#bridge-protocol/names.ts';
import type { Connector } from '#connectors/kit/connector.ts';
import type { Database } from '../db/database.ts';
import { DomainError } from '../errors.ts';
import { Catalogue, type CatalogueApp, type CatalogueFunction } from './catalogue.ts';
import { catalogueIds } from './catalogue-ids.ts';

/** Makes the catalogue of these connectors. Throws `invalid_connector` where a name is ill-formed or comes twice. */
export async function buildCatalogue(db: Database, connectors: readonly Connector[]): Promise<Catalogue> {
  checkNames(connectors);
  const ids = await catalogueIds(db, connectors.flatMap(idNames));
  const apps: CatalogueApp[] = [];
  const functions: CatalogueFunction[] = [];
  for (const connector of connectors) {
    const { name } = connector.manifest;
    const app: CatalogueApp = { id: ids.get(appKeyOf(name))!, name, connector };
    apps.push(app);
    for (const definition of connector.functions()) {
      functions.push({ id: ids.get(functionKeyOf(definition.name))!, app, definition });
    }
  }
  return new Catalogue(apps, functions);
}

/** An app and a function may have the same name; their ids are told apart by a prefix. */
const appKeyOf = (name: string) => `app/${name}`;
const functionKeyOf = (name: string) => `function/${name}`;

function idNames(connector: Connector): string[] {
  return [appKeyOf(connector.manifest.name), ...connector.functions().map(({ name }) => functionKeyOf(name))];
}

function checkNames(connectors: readonly Connector[]): void {
  const appOfFunction = new Map<string, string>();
  const apps = new Set<string>();
  for (const connector of connectors) {
    const app = connector.manifest.name;
    if (!AppName.safeParse(app).success) throw invalid(`An app has the name "${app}", which is not a valid one.`);
    if (apps.has(app)) throw invalid(`Two app folders have the app name "${app}". Rename one.`);
    apps.add(app);
    for (const { name } of connector.functions()) {
      const other = appOfFunction.get(name);
      if (!FunctionName.safeParse(name).success)
        throw invalid(`The app "${app}" has an invalid function name "${name}".`);
      if (other !== undefined)
        throw invalid(`The apps "${other}" and "${app}" both have a function "${name}". Rename one.`);
      appOfFunction.set(name, app);
    }
  }
}

function invalid(message: string): DomainError {
  return new DomainError('invalid_connector', message);
}
