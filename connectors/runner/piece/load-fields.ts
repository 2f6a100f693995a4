import type { ActionCall } from '../protocol.ts';
import { RunnerError } from '../runner-error.ts';
import { propertyContext } from './action-context.ts';
import { describeProperties } from './describe-properties.ts';
import type { Property } from './piece.ts';

/** What a property that depends on others turns into, described like the properties of an action. */
export async function loadFields(property: Property, call: ActionCall): Promise<unknown> {
  if (property.type !== 'DYNAMIC' || typeof property.props !== 'function') {
    throw new RunnerError('not_supported', 'This property does not depend on others.');
  }
  const context = { ...propertyContext(), input: call.input };
  return describeProperties(await property.props({ ...call.input, auth: call.auth?.value }, context));
}
