import type { AttemptRow } from '../connect/attempt.ts';
import { requireOpen } from '../connect/attempt.ts';
import { matchesHash } from '../connect/one-time-secret.ts';
import { DomainError } from '../errors.ts';

/** What has come back from a third party, and the attempt whose state it brings. */
export interface Arrival {
  /** The app in the path */
  app: string;
  attempt: AttemptRow;
  /** The attempt's cookie, as this browser has it */
  cookie: string | undefined;
}

/** Looked at before the state is used up: whoever fails here changes nothing. */
export const arrivalChecks: readonly ((arrival: Arrival) => void)[] = [isForThisApp, isTheProvedBrowser, isStillOpen];

/** RFC 9700 section 4.4: an answer that was meant for one app never reaches another's token endpoint. */
function isForThisApp({ app, attempt }: Arrival): void {
  if (app !== attempt.app) throw refusal('The answer has come to the address of another app.');
}

function isTheProvedBrowser({ attempt, cookie }: Arrival): void {
  if (attempt.browser_proved && cookie !== undefined && matchesHash(cookie, attempt.browser_hash)) return;
  throw new DomainError(
    'browser_not_proved',
    'This window does not belong to the page that asked. Close it, and start in the page that offers the app.',
  );
}

function isStillOpen({ attempt }: Arrival): void {
  requireOpen(attempt);
}

/** The parameters that the third party has sent back. */
export interface Answer {
  query: URLSearchParams;
  /** Absent: the vendor has none */
  issuer: string | undefined;
  appTitle: string;
}

/** Looked at once the state is used up: whatever fails here ends the attempt, and no token request is made. */
export const answerChecks: readonly ((answer: Answer) => void)[] = [
  namesNothingTwice,
  bringsNoToken,
  comesFromTheIssuer,
  wasNotDenied,
  isNoError,
  bringsACode,
];

/** RFC 6749 section 3.1. Two parsers might choose differently. */
function namesNothingTwice({ query }: Answer): void {
  const names = [...query.keys()];
  if (new Set(names).size !== names.length) throw refusal('The answer names a parameter twice.');
}

/** Implicit and hybrid flows are not used: a token in a URL has been given to everyone who sees the URL. */
function bringsNoToken({ query }: Answer): void {
  const stray = ['access_token', 'id_token', 'token', 'response'].some((name) => query.has(name));
  if (stray) throw refusal('The answer brings a token, which was not asked for.');
}

/** RFC 9207. Where the issuer is known, an answer that does not name it is not taken either. */
function comesFromTheIssuer({ query, issuer }: Answer): void {
  if (issuer !== undefined && query.get('iss') !== issuer) throw refusal('The answer comes from another issuer.');
}

function wasNotDenied({ query, appTitle }: Answer): void {
  if (query.get('error') !== 'access_denied') return;
  throw new DomainError('connect_denied', `Access to ${appTitle} was not allowed.`);
}

function isNoError({ query, appTitle }: Answer): void {
  const error = query.get('error');
  if (error === null) return;
  const name = /^[\w.-]{1,80}$/.test(error) ? error : 'unreadable_error';
  throw refusal(`${appTitle} did not complete the authorization (${name}).`);
}

function bringsACode({ query }: Answer): void {
  if (!query.get('code')) throw refusal('The answer brings no code.');
}

function refusal(message: string): DomainError {
  return new DomainError('connect_failed', message);
}
