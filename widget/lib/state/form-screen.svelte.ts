import type { Failure } from '#bridge-protocol/failure.ts';
import { provisionalTitle } from '../provisional-title.ts';
import type { FunctionPage } from './function-page.svelte.ts';

/** The form of a function, whose code is in a chunk of its own. */
export class FormScreen {
  readonly name = 'function';
  /** Undefined until its code is there */
  form = $state.raw<FunctionPage>();

  readonly #functionName: string;
  readonly #open: () => Promise<FunctionPage>;

  constructor(functionName: string, open: () => Promise<FunctionPage>) {
    this.#functionName = functionName;
    this.#open = open;
  }

  get title(): string {
    return this.form?.title ?? provisionalTitle(this.#functionName);
  }

  /** Why the function could not be fetched; undefined if it was. Throws where there can be no form. */
  async load(): Promise<Failure | undefined> {
    this.form ??= await this.#open();
    await this.form.signature.load();
    return this.form.signature.failure;
  }
}
