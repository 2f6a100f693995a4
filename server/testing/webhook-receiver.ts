import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serve } from './loopback.ts';

export interface ReceivedMessage {
  headers: Record<string, string>;
  body: string;
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A customer's backend on the loopback, for the running test: it keeps what it is sent, and answers as told. */
export class WebhookReceiver {
  readonly messages: ReceivedMessage[] = [];
  #answer: Answer = (response) => response.end();
  #waiting: { count: number; resolve: () => void } | undefined;
  url = '';

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    const port = await serve((request, response) => receiver.#take(request, response));
    receiver.url = `http://127.0.0.1:${port}/hooks`;
    return receiver;
  }

  answerWith(answer: Answer | number): void {
    this.#answer = typeof answer === 'number' ? (response) => void response.writeHead(answer).end() : answer;
  }

  /** Returns once this many messages have come in all. */
  async received(count: number): Promise<void> {
    if (this.messages.length >= count) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting = { count, resolve };
    await promise;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    this.messages.push({ headers, body: await text(request) });
    this.#answer(response, request);
    if (this.#waiting && this.messages.length >= this.#waiting.count) this.#waiting.resolve();
  }
}
