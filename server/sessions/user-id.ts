import { DomainError } from '../errors.ts';

const MAX_LENGTH = 256;

/**
 * Returns the customer's User-ID as it is: no case or Unicode form is changed, for the hash is over these very
 * characters. Throws `invalid_argument` for an empty or over-long one and for one with control characters. U+FFFD is
 * what a decoder puts in place of bytes it cannot read: two different users would become one.
 */
export function checkUserId(value: string): string {
  if (value === '') throw invalid('is empty');
  if (value.length > MAX_LENGTH) throw invalid(`has more than ${MAX_LENGTH} characters`);
  if (!value.isWellFormed() || value.includes('\uFFFD')) throw invalid('is not well-formed Unicode');
  if (/\p{Cc}/u.test(value)) throw invalid('has a control character');
  return value;
}

function invalid(what: string): DomainError {
  return new DomainError('invalid_argument', `The User-ID ${what}. Pass the id your product gives the user.`);
}
