import type { Channel } from './channel.ts';
import type { Dial } from './lockdown/network.ts';

/** The worker's side of dialling: it asks, and the server answers with the path of a socket or with a refusal. */
export class Dials {
  readonly #channel: Channel;
  readonly #waiting = new Map<number, { resolve: (path: string) => void; reject: (error: Error) => void }>();
  #last = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  readonly dial: Dial = (host, port) => {
    const dial = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#waiting.set(dial, { resolve, reject });
    this.#channel.send({ type: 'dial', dial, host, port });
    return promise;
  };

  dialled(dial: number, path: string): void {
    this.#waiting.get(dial)?.resolve(path);
    this.#waiting.delete(dial);
  }

  refused(dial: number, message: string): void {
    this.#waiting.get(dial)?.reject(Object.assign(new Error(message), { code: 'ECONNREFUSED' }));
    this.#waiting.delete(dial);
  }
}
