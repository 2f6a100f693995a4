import type { Customer } from './customer.ts';

/** An event stream as a page reads it, without coming back when it ends. */
export class EventTail {
  readonly #stop = new AbortController();
  readonly #waiting = new Set<(text: string) => void>();
  #text = '';
  #hasEnded = false;

  static async open(customer: Customer, user: string, at: string): Promise<EventTail> {
    const token = await customer.signIn(user);
    const tail = new EventTail();
    const response = await fetch(`${at}/events/`, {
      headers: { authorization: `Bearer ${token}` },
      signal: tail.#stop.signal,
    });
    if (!response.ok || !response.body) throw new Error(`No event stream: ${response.status}`);
    void tail.#read(response.body);
    await tail.until('event: cursor');
    return tail;
  }

  /** True once it has ended from the other end. */
  get hasEnded(): boolean {
    return this.#hasEnded && !this.#stop.signal.aborted;
  }

  /** Resolves with the time at which the text came; rejects after a minute. */
  async until(text: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const look = (all: string): void => {
      if (all.includes(text)) resolve(performance.now());
    };
    const timer = setTimeout(() => reject(new Error(`An event did not come: ${text}`)), 60_000);
    this.#waiting.add(look);
    look(this.#text);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(look);
    });
  }

  close(): void {
    this.#stop.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    try {
      const decoder = new TextDecoder();
      for await (const chunk of body) {
        this.#text += decoder.decode(chunk, { stream: true });
        for (const look of this.#waiting) look(this.#text);
      }
    } catch {
      // Cut off, by us or by the other end.
    }
    this.#hasEnded = true;
  }
}
