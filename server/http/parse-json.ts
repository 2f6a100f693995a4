import { DomainError } from '../errors.ts';

/** `__proto__`, in any spelling that JSON has for it. */
const mayNamePrototype = /__proto__|\\u00(?:5f|70|72|6f|74)/i;

/** Parses JSON from outside. Throws `invalid_argument` where it is malformed or has a key `__proto__`. */
export function parseJson(text: string): unknown {
  try {
    return mayNamePrototype.test(text) ? JSON.parse(text, refusePrototypeKey) : JSON.parse(text);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    // Not as the cause: the parser's message quotes the body, which may hold credentials, and causes are logged.
    throw new DomainError('invalid_argument', 'The body is not valid JSON.');
  }
}

function refusePrototypeKey(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new DomainError('invalid_argument', 'The body may not have a key "__proto__".');
  return value;
}
