import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { FunctionDefinition } from '#connectors/kit/connector.ts';
import { DomainError } from '../errors.ts';
import { coerceInput } from './coerce-input.ts';
import { problemOf } from './input-problems.ts';

export type CheckedInput = { input: JsonObject } | { problems: Record<string, string> };

const MAX_PROBLEMS = 50;

// ownProperties: a parameter named "constructor" is the caller's own or absent, never what every object inherits.
const ajv = new Ajv2020({ strict: false, allErrors: true, ownProperties: true, addUsedSchema: false, logger: false });
addFormats(ajv);

/** Compiled when a function is first called: a catalogue has thousands of which a process meets few. */
const validators = new WeakMap<FunctionDefinition, ValidateFunction>();

/** The parameters as the function takes them, or what is wrong with each, by its name (`emails.0.value` for a nested one). */
export function checkInput(definition: FunctionDefinition, params: JsonObject): CheckedInput {
  const input = coerceInput(params, definition.parameters);
  const validate = validatorOf(definition);
  if (validate(input)) return { input };
  const problems: Record<string, string> = {};
  for (const error of validate.errors?.filter(isOutsideBranches).slice(0, MAX_PROBLEMS) ?? []) {
    const { parameter, message } = problemOf(error);
    if (!Object.hasOwn(problems, parameter)) problems[parameter] = message;
  }
  return { problems };
}

function validatorOf(definition: FunctionDefinition): ValidateFunction {
  const known = validators.get(definition);
  if (known) return known;
  try {
    const made = ajv.compile(definition.parameters);
    validators.set(definition, made);
    return made;
  } catch (cause) {
    throw new DomainError('invalid_connector', `The parameters of ${definition.name} are not a valid JSON Schema.`, {
      cause,
    });
  }
}

/** A value that fits none of several alternatives gets one message, not those of every alternative. */
function isOutsideBranches(error: ErrorObject): boolean {
  return !/\/(anyOf|oneOf|not|if)\//.test(error.schemaPath);
}
