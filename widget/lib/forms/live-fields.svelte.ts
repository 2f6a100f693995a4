import type { FunctionFieldsResult } from '#bridge-protocol/entities/function-fields.ts';
import { CodedError } from '../coded-error.ts';
import { Resource } from '../state/resource.svelte.ts';
import type { LiveGroupNode } from './group-node.svelte.ts';
import { refusalOf } from './live-options.svelte.ts';
import { readFields } from './read-field.ts';

/** The properties that a parameter has in the user's account, put into its node as they come. */
export class LiveFields {
  readonly found: Resource<unknown>;

  constructor(node: LiveGroupNode, ask: () => Promise<FunctionFieldsResult>) {
    this.found = new Resource(async () => {
      const answer = await ask();
      if ('error' in answer) throw new CodedError('function_failed', refusalOf(answer));
      node.show(readFields(answer.parameters));
      return answer;
    });
  }

  load(): void {
    void this.found.load();
  }

  forget(): void {
    this.found.forget();
  }
}
