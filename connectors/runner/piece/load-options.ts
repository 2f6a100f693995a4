import type { ActionCall } from '../protocol.ts';
import { RunnerError } from '../runner-error.ts';
import { propertyContext } from './action-context.ts';
import type { Property } from './piece.ts';

type Live = (values: Record<string, unknown>, context: Record<string, unknown>) => Promise<unknown>;

/** `{options: [{label, value}], disabled?, placeholder?}`, as the piece answers it. */
export async function loadOptions(property: Property, call: ActionCall & { search?: string }): Promise<unknown> {
  if (typeof property.options !== 'function') {
    throw new RunnerError('not_supported', 'This property has no choices to be fetched.');
  }
  const options = property.options as Live;
  const context = { ...propertyContext(), searchValue: call.search ?? '', input: call.input };
  return options({ ...call.input, auth: call.auth?.value }, context);
}
