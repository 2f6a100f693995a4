import { once } from 'node:events';

type Message = { id?: number; method?: string; result?: object; params?: object; error?: string; message?: string };

/** A WebDriver BiDi connection (https://w3c.github.io/webdriver-bidi/), which a browser as it is installed understands. */
export class Bidi {
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, PromiseWithResolvers<object>>();
  readonly #listeners = new Map<string, (params: object) => void>();
  #id = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }: MessageEvent<string>) => this.#take(JSON.parse(data) as Message);
  }

  static async connect(url: string): Promise<Bidi> {
    const socket = new WebSocket(url);
    await once(socket, 'open');
    return new Bidi(socket);
  }

  /** Throws what the browser answers instead of a result. */
  async send<Result extends object>(method: string, params: object = {}): Promise<Result> {
    this.#id += 1;
    const answer = Promise.withResolvers<object>();
    this.#pending.set(this.#id, answer);
    this.#socket.send(JSON.stringify({ id: this.#id, method, params }));
    return (await answer.promise) as Result;
  }

  async on<Params extends object>(event: string, listener: (params: Params) => void): Promise<void> {
    this.#listeners.set(event, listener as (params: object) => void);
    await this.send('session.subscribe', { events: [event] });
  }

  close(): void {
    this.#socket.close();
  }

  #take({ id, method, result, params, error, message }: Message): void {
    if (method) return this.#listeners.get(method)?.(params ?? {});
    const answer = this.#pending.get(id!);
    this.#pending.delete(id!);
    if (result) answer?.resolve(result);
    else answer?.reject(new Error(`${error}: ${message}`));
  }
}
