import { pino, type DestinationStream } from 'pino';
import { DomainError } from './errors.ts';
import { currentRequestId } from './http/request-context.ts';
import type { LogLevel } from './config.ts';

/** Everything that a log line may carry besides its message. What is not listed here is not written. */
export interface LogFields {
  /** Absent: that of the request in which the line is written, if it is */
  requestId?: string;
  method?: string;
  /** Of a request; a query is cut off, because credentials may stand in it */
  path?: string;
  status?: number;
  durationMs?: number;
  workspaceId?: number;
  userId?: number;
  accountId?: number;
  attemptId?: string;
  endpointId?: string;
  messageId?: string;
  app?: string;
  functionName?: string;
  host?: string;
  port?: number;
  folder?: string;
  count?: number;
  code?: string;
  error?: unknown;
}

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Writes one JSON object a line, to standard output unless a destination is given. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const lines = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
  return {
    debug: (message, fields) => lines.debug(written(fields), withoutSecrets(message)),
    info: (message, fields) => lines.info(written(fields), withoutSecrets(message)),
    warn: (message, fields) => lines.warn(written(fields), withoutSecrets(message)),
    error: (message, fields) => lines.error(written(fields), withoutSecrets(message)),
  };
}

const plainFields = [
  'requestId',
  'method',
  'status',
  'durationMs',
  'workspaceId',
  'userId',
  'accountId',
  'attemptId',
  'endpointId',
  'messageId',
  'app',
  'functionName',
  'host',
  'port',
  'folder',
  'count',
  'code',
] as const satisfies readonly (keyof LogFields)[];

function written(fields: LogFields = {}): Record<string, unknown> {
  const line: Record<string, unknown> = { requestId: currentRequestId() };
  for (const name of plainFields) {
    const value = fields[name];
    if (value !== undefined) line[name] = typeof value === 'string' ? withoutSecrets(value) : value;
  }
  if (fields.path !== undefined) line.path = withoutSecrets(fields.path.replace(/[?#].*$/s, ''));
  if (fields.error !== undefined) line.error = writtenError(fields.error, 0);
  return line;
}

/** The properties of an error that are known to be harmless: `detail` of a PostgreSQL error holds whole rows. */
function writtenError(error: unknown, depth: number): unknown {
  if (!(error instanceof Error)) return { message: withoutSecrets(String(error)) };
  const code = error instanceof DomainError ? error.code : 'code' in error ? String(error.code) : undefined;
  return {
    name: error.name,
    code,
    message: withoutSecrets(error.message),
    stack: error.stack && withoutSecrets(error.stack),
    cause: error.cause !== undefined && depth < 4 ? writtenError(error.cause, depth + 1) : undefined,
  };
}

/** The last line of defence, for texts that others wrote: what looks like a secret, and the query of any URL. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/\bas_[\w-]{20,}/g, 'as_…')
    .replace(/\bwhsec_[\w+/=-]+/g, 'whsec_…')
    .replace(/\b(ak_[\w-]+)\.[\w-]{20,}/g, '$1.…')
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 …')
    .replace(/\beyJ[\w-]*\.[\w-]*\.[\w-]*/g, 'eyJ…')
    .replace(/\b([a-z][a-z\d+.-]*:\/\/)[^\s/@]+@/gi, '$1…@')
    .replace(
      /\b(hash|[\w-]*(?:token|secret|password|api[_-]?key)|authorization|cookie|code_verifier)(["']?\s*[=:]\s*["']?)[^\s"'&,;]+/gi,
      '$1$2…',
    )
    .replace(/(https?:\/\/[^\s?"'<>]+)\?[^\s"'<>)]*/g, '$1?…');
}
