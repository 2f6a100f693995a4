import type { FunctionDefinition, OptionsSource } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { noOverlay, type AppFile, type FunctionOverlay } from './app-file.ts';
import type { CredentialPlace } from './auth/authenticator.ts';
import type { Operation } from './document/operations.ts';
import { distinctFunctionName, functionName } from './function-names.ts';
import { invalidConnector } from './invalid-connector.ts';
import { compileFunction, type CompiledFunction } from './signature/compile-function.ts';
import { titleOf } from './signature/titles.ts';

const MAX_DESCRIPTION = 2_000;

/** An operation of the document with what app.json says of it. What is costly is made when it is first asked for. */
export class AppFunction {
  readonly operation: Operation;
  readonly overlay: FunctionOverlay;
  readonly definition: FunctionDefinition;
  /** Makes it anew, and keeps nothing */
  readonly compile: () => CompiledFunction;
  #compiled: CompiledFunction | undefined;

  constructor(name: string, operation: Operation, overlay: FunctionOverlay, compile: () => CompiledFunction) {
    this.operation = operation;
    this.overlay = overlay;
    this.compile = compile;
    const parameters = () => this.compiled.parameters;
    this.definition = {
      ...describe(operation, overlay),
      name,
      get parameters(): JsonObject {
        return parameters();
      },
    };
  }

  get compiled(): CompiledFunction {
    this.#compiled ??= this.compile();
    return this.#compiled;
  }
}

export interface FunctionsSource {
  app: AppFile;
  appFile: string;
  operations: ReadonlyMap<string, Operation>;
  credentialPlaces: readonly CredentialPlace[];
}

export function appFunction(name: string, operation: Operation, source: FunctionsSource): AppFunction {
  const overlay = overlayOf(source.app, operation.id);
  const { appFile, credentialPlaces } = source;
  return new AppFunction(name, operation, overlay, () =>
    compileFunction({ operation, overlay, appFile, credentialPlaces }),
  );
}

/** The functions of an app by name, in the document's order. */
export function listFunctions(source: FunctionsSource): Map<string, AppFunction> {
  const { app, appFile, operations } = source;
  const missing = [...(app.include ?? []), ...Object.keys(app.functions)].find((id) => !operations.has(id));
  if (missing !== undefined) {
    const pointer = app.functions[missing] ? '/functions' : '/include';
    throw invalidConnector(
      appFile,
      pointer,
      `the document has no operation "${missing}"${nearest(missing, operations)}`,
    );
  }
  const included = new Set(app.include ?? operations.keys());
  const chosen = [...operations.values()].filter(({ id }) => included.has(id) && !overlayOf(app, id).hidden);
  const functions = new Map<string, AppFunction>();
  // Names that app.json gives are taken first: it fixes what would otherwise depend on the document's order.
  for (const operation of chosen.toSorted((a, b) => Number(isNamed(app, b)) - Number(isNamed(app, a)))) {
    const name = freeName(source, operation, functions);
    functions.set(name, appFunction(name, operation, source));
  }
  const order = new Map(chosen.map((operation, index) => [operation.id, index]));
  return new Map([...functions].toSorted(([, a], [, b]) => order.get(a.operation.id)! - order.get(b.operation.id)!));
}

function freeName(
  { app, appFile }: FunctionsSource,
  operation: Operation,
  taken: ReadonlyMap<string, AppFunction>,
): string {
  const given = overlayOf(app, operation.id).name;
  const name = functionName(app.name, given ?? operation.id);
  if (!taken.has(name)) return name;
  if (given === undefined) return distinctFunctionName(app.name, operation.id);
  throw invalidConnector(appFile, `/functions/${operation.id}/name`, `"${name}" is the name of another function too`);
}

function overlayOf(app: AppFile, id: string): FunctionOverlay {
  return Object.hasOwn(app.functions, id) ? app.functions[id]! : noOverlay;
}

function isNamed(app: AppFile, operation: Operation): boolean {
  return overlayOf(app, operation.id).name !== undefined;
}

function nearest(id: string, operations: ReadonlyMap<string, Operation>): string {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const found = [...operations.keys()].find((other) => plain(other) === plain(id));
  return found === undefined ? '' : `; did you mean "${found}"?`;
}

function describe(operation: Operation, overlay: FunctionOverlay): Omit<FunctionDefinition, 'name' | 'parameters'> {
  const summary = operation.node.string('summary');
  const description = overlay.description ?? operation.node.string('description') ?? summary ?? '';
  const reads = operation.method === 'get' || operation.method === 'head';
  return {
    title: overlay.title ?? summary ?? titleOf(operation.id),
    description: description.slice(0, MAX_DESCRIPTION),
    type: overlay.type ?? (reads ? 'QUERY' : 'ACTION'),
    paged: overlay.pagination !== undefined,
    // RFC 9110 section 9.2.2
    idempotent: overlay.idempotent ?? (reads || ['put', 'delete', 'options'].includes(operation.method)),
    ...(Object.keys(overlay.options).length > 0 ? { options: optionsOf(overlay) } : {}),
  };
}

function optionsOf(overlay: FunctionOverlay): Record<string, OptionsSource> {
  const entries = Object.entries(overlay.options).map(([name, options]): [string, OptionsSource] => {
    const dependsOn = Object.values(options.parameters).flatMap((source) => ('from' in source ? [source.from] : []));
    return [name, { dependsOn, searchable: options.search !== undefined }];
  });
  return Object.fromEntries(entries);
}
