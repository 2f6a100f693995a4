/** Where the process stands between its start and its end. */
export class Lifecycle {
  #isStopping = false;

  /** True once it was told to end: it is not ready for new work, and finishes what it has. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  stop(): void {
    this.#isStopping = true;
  }
}
