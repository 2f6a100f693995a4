import { DomainError } from '../errors.ts';

export function unknownAccount(): DomainError {
  return new DomainError('unknown_account', 'The user has no connected account with this id.');
}
