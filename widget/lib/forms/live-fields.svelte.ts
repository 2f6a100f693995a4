import type { FunctionFieldsResult } from '#bridge-protocol/entities/function-fields.ts';
import { CodedError } from '../coded-error.ts';
import { Resource } from '../state/resource.svelte.ts';
import type { Field } from './field.ts';
import type { LiveGroupNode } from './group-node.svelte.ts';
import { refusalOf } from './live-options.svelte.ts';
import { readFields } from './read-field.ts';

/** The properties that a parameter has in the user's account, put into its node as they come. */
export class LiveFields {
  readonly found: Resource<readonly Field[]>;
  readonly #node: LiveGroupNode;
  #shown: readonly Field[] | undefined;

  constructor(node: LiveGroupNode, ask: () => Promise<FunctionFieldsResult>) {
    this.#node = node;
    this.found = new Resource(async () => {
      const answer = await ask();
      if ('error' in answer) throw new CodedError('function_failed', refusalOf(answer));
      return readFields(answer.parameters);
    });
  }

  async load(): Promise<void> {
    await this.found.load();
    const { value } = this.found;
    // What came too late is not there.
    if (value && value !== this.#shown) this.#node.show(value);
    this.#shown = value;
  }

  forget(): void {
    this.found.forget();
  }
}
