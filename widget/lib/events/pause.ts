/** A wait that can be cut short. */
export class Pause {
  #end: () => void = () => undefined;

  /** Resolves after so many milliseconds, on `wake`, or once the signal is aborted. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener('abort', this.#end, { once: true });
    });
    signal.removeEventListener('abort', this.#end);
  }

  wake(): void {
    this.#end();
  }
}
