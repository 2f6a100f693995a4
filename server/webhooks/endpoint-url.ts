import { DomainError } from '../errors.ts';
import type { Services } from '../services.ts';

const MAX_LENGTH = 2_000;

/**
 * Returns the URL as it will be called. Throws `invalid_argument` for one that no message could be sent to: whether its host
 * may be reached is decided anew by each delivery.
 */
export function checkEndpointUrl({ egress }: Pick<Services, 'egress'>, value: string): string {
  const url = URL.parse(value);
  if (!url || value.length > MAX_LENGTH) throw invalid(`has to be a URL of at most ${MAX_LENGTH} characters`);
  if (url.username || url.password || url.hash) throw invalid('may not hold a user name, a password or a fragment');
  const isPlain = url.protocol === 'http:' && egress.allowsInternal(url);
  if (url.protocol !== 'https:' && !isPlain) throw invalid('has to begin with https://');
  return url.href;
}

function invalid(what: string): DomainError {
  return new DomainError('invalid_argument', `The endpoint’s URL ${what}.`);
}
