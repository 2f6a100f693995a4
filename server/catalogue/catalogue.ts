import type { Connector, FunctionDefinition } from '#connectors/kit/connector.ts';
import { DomainError } from '../errors.ts';

export interface CatalogueApp {
  /** Stable: it is kept in the database and never used for another app */
  id: number;
  name: string;
  connector: Connector;
}

export interface CatalogueFunction {
  /** Stable, as the app's */
  id: number;
  app: CatalogueApp;
  definition: FunctionDefinition;
}

/** Every app the server knows and what it can do. It is complete at start and never changes after it. */
export class Catalogue {
  /** By title */
  readonly apps: readonly CatalogueApp[];
  /** By app, then by title */
  readonly functions: readonly CatalogueFunction[];
  readonly #appsByName: ReadonlyMap<string, CatalogueApp>;
  readonly #functionsByName: ReadonlyMap<string, CatalogueFunction>;

  constructor(apps: readonly CatalogueApp[], functions: readonly CatalogueFunction[]) {
    this.apps = apps.toSorted((a, b) => byTitle(a.connector.manifest, b.connector.manifest));
    const rank = new Map(this.apps.map((app, index) => [app.name, index]));
    this.functions = functions.toSorted(
      (a, b) => rank.get(a.app.name)! - rank.get(b.app.name)! || byTitle(a.definition, b.definition),
    );
    this.#appsByName = new Map(this.apps.map((app) => [app.name, app]));
    this.#functionsByName = new Map(this.functions.map((entry) => [entry.definition.name, entry]));
  }

  /** Throws `unknown_app`. */
  findApp(name: string): CatalogueApp {
    const app = this.#appsByName.get(name);
    if (!app) throw new DomainError('unknown_app', 'No app has this name. POST /apps/list/ lists the names.');
    return app;
  }

  /** Throws `unknown_function`. */
  findFunction(name: string): CatalogueFunction {
    const found = this.#functionsByName.get(name);
    if (!found) {
      throw new DomainError('unknown_function', 'No function has this name. POST /functions/list/ lists the names.');
    }
    return found;
  }
}

interface Titled {
  title: string;
  name: string;
}

const collator = new Intl.Collator('en');

function byTitle(a: Titled, b: Titled): number {
  return collator.compare(a.title, b.title) || (a.name < b.name ? -1 : 1);
}
