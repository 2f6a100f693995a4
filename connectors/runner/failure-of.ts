import { seenOf, type ObservedStatus } from './observe-status.ts';
import { plain } from './plain.ts';
import type { FromWorker } from './protocol.ts';
import { RunnerError } from './runner-error.ts';

const LONGEST_MESSAGE = 1_000;

/**
 * What a call that threw comes to. Where the app itself answered with an error, that answer is the result, as for every
 * other kind of connector; the clients that pieces use keep it at one of few places of what they throw.
 */
export function failureOf(id: number, error: unknown, status: ObservedStatus): FromWorker {
  try {
    return readFailure(id, error, status);
  } catch {
    return { type: 'failure', id, reason: 'function_failed', message: 'The piece threw what cannot be read.' };
  }
}

function readFailure(id: number, error: unknown, status: ObservedStatus): FromWorker {
  if (error instanceof RunnerError) {
    return { type: 'failure', id, reason: error.reason, message: error.message.slice(0, LONGEST_MESSAGE) };
  }
  const answered = answeredBy(error, status.last());
  if (answered) return { type: 'answer', id, ...answered, ...seenOf(status) };
  return { type: 'failure', id, reason: 'function_failed', message: messageOf(error) };
}

function answeredBy(error: unknown, lastStatus: number | undefined): { status: number; output: unknown } | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { response, data, statusCode, body } = error as Record<string, unknown>;
  if (typeof response === 'object' && response !== null) {
    const { status, data: axiosBody, body: httpBody } = response as Record<string, unknown>;
    if (isStatus(status)) return { status, output: bodyOf(error, httpBody ?? axiosBody) };
  }
  if (isStatus(statusCode) && body !== undefined) return { status: statusCode, output: bodyOf(error, body) };
  // The SDKs of some vendors: `data` is the body of an answer that says in itself that it is an error.
  if (lastStatus !== undefined && typeof data === 'object' && data !== null) {
    return { status: lastStatus, output: bodyOf(error, data) };
  }
  return lastStatus !== undefined && lastStatus >= 400
    ? { status: lastStatus, output: { error: messageOf(error) } }
    : undefined;
}

/** Some clients keep the stream of a body, or the whole exchange, which is no data: then what was said of it counts. */
function bodyOf(error: unknown, body: unknown): unknown {
  try {
    return plain(body ?? null);
  } catch {
    return { error: messageOf(error) };
  }
}

const isStatus = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 100 && Number(value) < 1_000;

function messageOf(error: unknown): string {
  const { message } = Object(error) as { message?: unknown };
  const text = typeof message === 'string' && message !== '' ? message : String(error);
  return text.slice(0, LONGEST_MESSAGE);
}
