import type { FunctionDefinition, OptionsSource } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { noOverlay, type AppFile, type FunctionOverlay } from './app-file.ts';
import type { CredentialPlace } from './auth/authenticator.ts';
import type { Operation } from './document/operations.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { nameFunctions } from '#connectors/kit/name-functions.ts';
import type { RecordedNames } from '#connectors/kit/recorded-names.ts';
import { PASSTHROUGH } from './passthrough/passthrough-function.ts';
import { compileFunction, type CompiledFunction } from './signature/compile-function.ts';
import { titleOf } from './signature/titles.ts';

const MAX_DESCRIPTION = 2_000;
/** More is no app but a catalogue: nobody finds a function in it, and every start reads them all. */
export const MAX_FUNCTIONS = 5_000;

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
      sourceId: operation.id,
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
  recordedNames: RecordedNames;
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
  if (chosen.length > MAX_FUNCTIONS) {
    const problem = `the document has ${chosen.length} operations: list here those that are to be functions, at most ${MAX_FUNCTIONS}`;
    throw invalidConnector(appFile, '/include', problem);
  }
  const names = nameFunctions(
    chosen.map(({ id }) => ({ id, wanted: overlayOf(app, id).name })),
    {
      app: app.name,
      recorded: source.recordedNames,
      reserved: [PASSTHROUGH],
      refuse: (id, problem) => invalidConnector(appFile, `/functions/${id}/name`, problem),
    },
  );
  return new Map(
    chosen.map((operation) => [names.get(operation.id)!, appFunction(names.get(operation.id)!, operation, source)]),
  );
}

/** True where app.json speaks of the operation itself: it is then an error if it cannot be used. */
export function isAskedFor(app: AppFile, id: string): boolean {
  return Object.hasOwn(app.functions, id) || app.include?.includes(id) === true;
}

function overlayOf(app: AppFile, id: string): FunctionOverlay {
  return Object.hasOwn(app.functions, id) ? app.functions[id]! : noOverlay;
}

function nearest(id: string, operations: ReadonlyMap<string, Operation>): string {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const found = [...operations.keys()].find((other) => plain(other) === plain(id));
  return found === undefined ? '' : `; did you mean "${found}"?`;
}

function describe(
  operation: Operation,
  overlay: FunctionOverlay,
): Omit<FunctionDefinition, 'name' | 'sourceId' | 'parameters'> {
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
