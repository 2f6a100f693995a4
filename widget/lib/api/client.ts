import * as z from 'zod/mini';
import { CodedError } from '../coded-error.ts';
import { networkFailure, parseJson, refusal } from './request-failure.ts';
import type { SessionSource } from './session-source.ts';

/** Milliseconds for a request that only reads or writes rows. */
const ROW_DEADLINE = 30_000;
/** Milliseconds until a stream's headers. */
const STREAM_DEADLINE = 20_000;

export interface ApiRequest<Answer extends z.ZodMiniType> {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the public URL, with a slash first */
  path: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  answer: Answer;
  /** Milliseconds until the answer has been read */
  deadline?: number;
  /** Lets the request outlive the page that sends it */
  keepalive?: boolean;
}

/**
 * The widget's only way to the server. Any 401 is given before side effects, so it is answered by asking the loader for
 * a fresh session and sending the request once more. Throws only `CodedError`.
 */
export class ApiClient {
  readonly #publicUrl: string;
  readonly #sessions: SessionSource;

  constructor(publicUrl: string, sessions: SessionSource) {
    this.#publicUrl = publicUrl.replace(/\/$/, '');
    this.#sessions = sessions;
  }

  async send<Answer extends z.ZodMiniType>(request: ApiRequest<Answer>): Promise<z.output<Answer>> {
    const signal = AbortSignal.timeout(request.deadline ?? ROW_DEADLINE);
    const { response, text } = await this.#withSession(async (headers) => {
      Object.assign(headers, request.headers);
      if (request.body !== undefined) headers['Content-Type'] = 'application/json';
      const body = request.body === undefined ? undefined : JSON.stringify(request.body);
      const answer = await this.#fetch(request.path, {
        method: request.method,
        headers,
        body,
        signal,
        keepalive: request.keepalive,
      });
      return { response: answer, text: await this.#read(answer) };
    });
    if (!response.ok) throw refusal(response, text);
    const answer = z.safeParse(request.answer, parseJson(text));
    if (answer.success) return answer.data;
    throw new CodedError(
      'server_error',
      `The answer of ${request.path} cannot be read. Its version may differ from the widget's.`,
      {
        cause: answer.error,
        requestId: response.headers.get('X-Request-Id') ?? undefined,
      },
    );
  }

  /** A stream: the answer's headers are there, its body goes on until `signal` ends it. */
  async open(path: string, extraHeaders: Record<string, string>, signal: AbortSignal): Promise<Response> {
    const opening = new AbortController();
    const abort = (): void => opening.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(() => opening.abort(new DOMException('No headers', 'TimeoutError')), STREAM_DEADLINE);
    try {
      const { response } = await this.#withSession(async (headers) => ({
        response: await this.#fetch(path, { headers: { ...headers, ...extraHeaders }, signal: opening.signal }),
      }));
      if (response.ok) return response;
      throw refusal(response, await this.#read(response));
    } finally {
      clearTimeout(timer);
    }
  }

  async #withSession<Result extends { response: Response }>(
    send: (headers: Record<string, string>) => Promise<Result>,
  ): Promise<Result> {
    const session = await this.#sessions.current();
    const result = await send({ Authorization: `Bearer ${session.token}` });
    if (result.response.status !== 401) return result;
    const renewed = await this.#sessions.renew(session.token);
    return send({ Authorization: `Bearer ${renewed.token}` });
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const url = this.#publicUrl + path;
    try {
      return await fetch(url, { ...init, credentials: 'omit', cache: 'no-store', redirect: 'error' });
    } catch (cause) {
      throw await networkFailure(cause, url);
    }
  }

  async #read(response: Response): Promise<string> {
    try {
      return await response.text();
    } catch (cause) {
      throw await networkFailure(cause, this.#publicUrl);
    }
  }
}
