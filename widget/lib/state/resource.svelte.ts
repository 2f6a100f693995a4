import type { Failure } from '#bridge-protocol/failure.ts';
import { toFailure } from '../coded-error.ts';

/** Something that is fetched, and fetched again. What is there stays until there is something newer. */
export class Resource<Value> {
  value = $state.raw<Value>();
  /** Why the last fetch brought nothing */
  failure = $state.raw<Failure>();
  isLoading = $state(false);

  readonly #fetch: () => Promise<Value>;
  #turn = 0;

  constructor(fetch: () => Promise<Value>) {
    this.#fetch = fetch;
  }

  /** As if it had never been fetched; what is on its way does not count. */
  forget(): void {
    this.#turn += 1;
    this.value = undefined;
    this.failure = undefined;
    this.isLoading = false;
  }

  /** Settles once it has ended, whichever way; of several at once the last one counts. */
  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.isLoading = true;
    const end = (change: () => void): void => {
      if (turn !== this.#turn) return;
      this.isLoading = false;
      change();
    };
    try {
      const value = await this.#fetch();
      end(() => {
        this.value = value;
        this.failure = undefined;
      });
    } catch (error) {
      end(() => (this.failure = toFailure(error)));
    }
  }
}
