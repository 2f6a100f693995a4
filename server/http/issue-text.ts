import type * as core from 'zod/v4/core';

const types: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

/** What is wrong with a value, in words that say what to send instead; for schemas that have none of their own. */
export function issueText(issue: core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `has to be ${types[issue.expected] ?? issue.expected}`;
    case 'unrecognized_keys':
      return `has what is not known here: ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `has to be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `is too ${sizeOf(issue.origin, 'long', 'large')}: at most ${issue.maximum}`;
    case 'too_small':
      return `is too ${sizeOf(issue.origin, 'short', 'small')}: at least ${issue.minimum}`;
    default:
      return 'is not valid';
  }
}

function sizeOf(origin: string, ofText: string, ofNumber: string): string {
  return origin === 'number' || origin === 'int' ? ofNumber : ofText;
}

/** Up to three of the issues, one for each place; without the values, which may be secret. */
export function summary({ issues }: core.$ZodError, whole: string): string {
  const places = new Map<string, string>();
  for (const { path, message } of issues) {
    const place = path.map(String).join('.');
    if (!places.has(place)) places.set(place, message);
  }
  return [...places]
    .slice(0, 3)
    .map(([place, message]) => (place === '' ? `${whole} ${message}` : `${place}: ${message}`))
    .join('; ');
}
