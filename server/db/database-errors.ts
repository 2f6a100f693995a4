import { DomainError } from '../errors.ts';

/** SQLSTATE classes and codes of a server that cannot serve us now (PostgreSQL manual, appendix A). */
const unreachableStates = /^(08...|28...|3D000|53...|57P0.)$/;
const unreachableSyscalls = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);
/** What `pg` throws without a code. */
const unreachableMessages =
  /^(Connection terminated|Client (has encountered a connection error|was closed)|timeout exceeded when trying to connect|timeout expired|Query read timeout|The server does not support SSL)/;

/** The five characters by which PostgreSQL names an error, of both engines; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  const code = codeOf(error);
  return code !== undefined && /^[\dA-Z]{5}$/.test(code) ? code : undefined;
}

export const INSUFFICIENT_PRIVILEGE = '42501';

export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505';
}

/** The error as callers get it: `database_unreachable` if the database is not there, else unchanged. */
export function asDatabaseError(error: unknown): unknown {
  if (error instanceof DomainError || !isUnreachable(error)) return error;
  const message = `The database cannot be reached (${reasonOf(error)}). Check that PostgreSQL runs and DATABASE_URL is right.`;
  return new DomainError('database_unreachable', message, { cause: error });
}

function isUnreachable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnreachable);
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error && unreachableMessages.test(error.message);
  return unreachableSyscalls.has(code) || unreachableStates.test(code);
}

/** Only a code: the message of a refused log-in names the user and the host. */
function reasonOf(error: unknown): string {
  return codeOf(error) ?? 'no answer';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
