import type { ErrorObject } from 'ajv';

/** In Integry's words: callers may look for them. */
export const MISSING = 'This parameter is required and must not be null or empty';

export interface InputProblem {
  /** The parameter's name; of a nested one the way to it, with dots */
  parameter: string;
  message: string;
}

/** What a failed keyword of a JSON Schema means to who filled in the parameter. */
export function problemOf({ keyword, instancePath, params, message }: ErrorObject): InputProblem {
  const path = instancePath.split('/').slice(1).map(unescapePointer);
  switch (keyword) {
    case 'required':
      return problem([...path, String(params.missingProperty)], MISSING);
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return problem(
        [...path, String(params.additionalProperty ?? params.unevaluatedProperty)],
        'There is no such parameter.',
      );
    case 'type':
      return problem(path, `Has to be of type ${[params.type].flat().join(' or ')}.`);
    case 'enum':
      return problem(path, `Has to be one of: ${listed(params.allowedValues)}.`);
    case 'const':
      return problem(path, `Has to be ${JSON.stringify(params.allowedValue)}.`);
    case 'format':
      return problem(path, `Has to be a valid ${params.format}.`);
    case 'pattern':
      return problem(path, `Has to match the pattern ${params.pattern}.`);
    case 'minLength':
      return problem(path, `Needs at least ${params.limit} characters.`);
    case 'maxLength':
      return problem(path, `Takes at most ${params.limit} characters.`);
    case 'minItems':
      return problem(path, `Needs at least ${params.limit} entries.`);
    case 'maxItems':
      return problem(path, `Takes at most ${params.limit} entries.`);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return problem(path, `Has to be ${params.comparison} ${params.limit}.`);
    case 'multipleOf':
      return problem(path, `Has to be a multiple of ${params.multipleOf}.`);
    case 'anyOf':
    case 'oneOf':
      return problem(path, 'Fits none of the forms this parameter can have.');
    default:
      return problem(path, `Is not valid: ${message ?? keyword}.`);
  }
}

function problem(path: readonly string[], message: string): InputProblem {
  return { parameter: path.join('.') || 'params', message };
}

function listed(values: unknown): string {
  const all = Array.isArray(values) ? values : [];
  const shown = all.slice(0, 20).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return shown.join(', ') + (all.length > shown.length ? ', …' : '');
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
