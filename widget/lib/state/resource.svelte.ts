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
  #last: Promise<void> | undefined;

  constructor(fetch: () => Promise<Value>) {
    this.#fetch = fetch;
  }

  /** As if it had never been fetched; what is on its way does not count. */
  forget(): void {
    this.#turn += 1;
    this.#last = undefined;
    this.value = undefined;
    this.failure = undefined;
    this.isLoading = false;
  }

  /** Of several at once the last one counts, and all settle with it, whichever way it ends. */
  load(): Promise<void> {
    this.isLoading = true;
    this.#turn += 1;
    return (this.#last = this.#run(this.#turn));
  }

  async #run(turn: number): Promise<void> {
    const change = await this.#fetch().then(
      (value) => () => {
        this.value = value;
        this.failure = undefined;
      },
      (error: unknown) => () => {
        this.failure = toFailure(error);
      },
    );
    if (turn !== this.#turn) return this.#last;
    this.isLoading = false;
    change();
  }
}
