import { isObject } from '../document/json-values.ts';
import type { FunctionOverlay } from '../app-file.ts';
import type { ParameterPlan } from '../request/request-plan.ts';
import type { Definitions, Schema } from '../schema/definitions.ts';
import { translateSchema } from '../schema/translate-schema.ts';
import type { Inputs } from './inputs.ts';
import { onlyValue, type Parameter } from './parameter.ts';
import { titleOf } from './titles.ts';

const ORDER = ['path', 'query', 'header', 'cookie'];

/** Gives each parameter of an operation its place in the flat input. */
export function addParameterInputs(
  parameters: Parameter[],
  overlay: FunctionOverlay,
  inputs: Inputs,
  definitions: Definitions,
): ParameterPlan[] {
  const ordered = parameters.toSorted((a, b) => ORDER.indexOf(a.in) - ORDER.indexOf(b.in));
  return ordered.map((parameter) => {
    const { name, in: place, style, explode } = parameter;
    const words = Object.hasOwn(overlay.parameters, name) ? overlay.parameters[name] : undefined;
    const allowReserved = words?.allowReserved ?? parameter.allowReserved;
    const value = onlyValue(parameter.schema, parameter.required);
    const input = () => inputs.add(name, place, schemaOf(parameter, definitions), parameter.required);
    return {
      source: value === undefined ? { input: input() } : { value },
      name,
      in: place,
      style,
      explode,
      allowReserved,
    };
  });
}

function schemaOf(parameter: Parameter, definitions: Definitions): Schema {
  const translated = parameter.schema ? translateSchema(parameter.schema, definitions) : { type: 'string' };
  const schema = isObject(translated) ? translated : {};
  const { description, ...rest } = schema;
  const described = parameter.description ?? description;
  // An empty value would leave its place in the path and name another resource.
  const isPathText = parameter.in === 'path' && schema.type === 'string';
  return {
    title: titleOf(parameter.name),
    ...(described ? { description: described } : {}),
    ...rest,
    ...(isPathText ? { minLength: Math.max(1, Number(schema.minLength ?? 1)) } : {}),
  };
}
