import { ConnectorError } from '#connectors/kit/errors.ts';
import type { SkippedPart } from '#connectors/kit/connector.ts';
import { appFunction, isAskedFor, listFunctions, type AppFunction, type FunctionsSource } from './app-functions.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';

/** The functions of an app by name, and the operations that the connector itself calls, which need not be functions. */
export class FunctionTable {
  readonly #source: FunctionsSource;
  readonly #functions: Map<string, AppFunction>;
  readonly #skipped: SkippedPart[] = [];
  readonly #helpers = new Map<string, AppFunction>();

  constructor(source: FunctionsSource) {
    this.#source = source;
    this.#functions = listFunctions(source);
  }

  all(): AppFunction[] {
    return [...this.#functions.values()];
  }

  /** What was left out, in the document's order */
  get skipped(): readonly SkippedPart[] {
    return this.#skipped;
  }

  /**
   * Does without a function that cannot be used, where its document brought it along. Throws the problem where app.json
   * asks for the function, or no other one is left.
   */
  leaveOut({ operation, definition }: AppFunction, problem: ConnectorError): void {
    if (isAskedFor(this.#source.app, operation.id)) throw problem;
    this.#functions.delete(definition.name);
    this.#skipped.push({ id: operation.id, reason: problem.message });
    if (this.#functions.size === 0) throw problem;
  }

  /** Throws `unknown_function`. */
  find(name: string): AppFunction {
    const found = this.#functions.get(name);
    if (found) return found;
    const message = `${this.#source.app.title} has no function "${name}". List the app's functions.`;
    throw new ConnectorError('unknown_function', message);
  }

  /** An operation by id; `pointer` is where app.json names it. */
  helper(operationId: string, pointer: string): AppFunction {
    const known = this.#helpers.get(operationId);
    if (known) return known;
    const operation = this.#source.operations.get(operationId);
    if (!operation) {
      throw invalidConnector(this.#source.appFile, pointer, `the document has no operation "${operationId}"`);
    }
    const helper = appFunction(operationId, operation, this.#source);
    this.#helpers.set(operationId, helper);
    return helper;
  }
}
