import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Json, JsonObject } from '#bridge-protocol/json.ts';
import type { FunctionDefinition } from '#connectors/kit/connector.ts';
import { DomainError } from '../errors.ts';
import { coerceInput } from './coerce-input.ts';
import { MISSING, problemOf } from './input-problems.ts';
import { ownProperty } from '#bridge-protocol/json-schema.ts';
import { signatureOf } from './signature.ts';

export type CheckedInput = { input: JsonObject } | { problems: Record<string, string> };

const MAX_PROBLEMS = 50;

// ownProperties: a parameter named "constructor" is the caller's own or absent, never what every object inherits.
const ajv = new Ajv2020({ strict: false, allErrors: true, ownProperties: true, addUsedSchema: false, logger: false });
addFormats(ajv);

interface Checked {
  schema: JsonObject;
  validate: ValidateFunction;
}

/** Compiled when a function is first called: a catalogue has thousands of which a process meets few. */
const compiled = new WeakMap<FunctionDefinition, Checked>();

/**
 * The parameters as the function takes them, or what is wrong with each, by its name (`emails.0.value` for a nested one).
 * Throws `invalid_connector` where the signature is of no use.
 */
export function checkInput(definition: FunctionDefinition, params: JsonObject): CheckedInput {
  const { schema, validate } = checkedBy(definition);
  try {
    const input = coerceInput(params, schema);
    if (validate(input)) return { input };
    return { problems: problemsOf(validate.errors ?? [], input, schema) };
  } catch (error) {
    throw error instanceof RangeError ? unusable(definition, error) : error;
  }
}

/**
 * As `checkInput`, for those of the parameters that something else depends on. One that the function does not require
 * may be missing.
 */
export function checkPartOfInput(
  definition: FunctionDefinition,
  names: readonly string[],
  params: JsonObject,
): CheckedInput {
  const given = names.flatMap((name): [string, Json][] => {
    const value = ownProperty(params, name);
    return value === undefined || isEmpty(value) ? [] : [[name, value]];
  });
  const checked = checkInput(definition, Object.fromEntries(given));
  if ('input' in checked) return checked;
  const problems = Object.entries(checked.problems).filter(([path]) =>
    names.some((name) => path === name || path.startsWith(`${name}.`)),
  );
  if (problems.length > 0) return { problems: Object.fromEntries(problems) };
  return { input: coerceInput(Object.fromEntries(given), checkedBy(definition).schema) };
}

function checkedBy(definition: FunctionDefinition): Checked {
  const known = compiled.get(definition);
  if (known) return known;
  const schema = signatureOf(definition);
  try {
    const made = { schema, validate: ajv.compile(schema) };
    compiled.set(definition, made);
    return made;
  } catch (cause) {
    throw new DomainError('invalid_connector', `The parameters of ${definition.name} are not a valid JSON Schema.`, {
      cause,
    });
  }
}

/** A schema that consists of itself, as documents have them by mistake, has no end: it uses up the stack. */
function unusable({ name }: FunctionDefinition, cause: RangeError): DomainError {
  return new DomainError('invalid_connector', `The parameters of ${name} refer to themselves without an end.`, {
    cause,
  });
}

function problemsOf(errors: readonly ErrorObject[], input: JsonObject, schema: JsonObject): Record<string, string> {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const problems: Record<string, string> = {};
  for (const error of errors.filter(isOutsideBranches).slice(0, MAX_PROBLEMS)) {
    const { parameter, message } = problemOf(error);
    const isEmptyRequired = required.includes(parameter) && isEmpty(ownProperty(input, parameter));
    if (!Object.hasOwn(problems, parameter)) problems[parameter] = isEmptyRequired ? MISSING : message;
  }
  return problems;
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** A value that fits none of several alternatives gets one message, not those of every alternative. */
function isOutsideBranches(error: ErrorObject): boolean {
  return !/\/(anyOf|oneOf|not|if)\//.test(error.schemaPath);
}
