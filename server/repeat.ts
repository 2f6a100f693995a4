import type { Logger } from './log.ts';

/**
 * Does something every so many milliseconds, never twice at a time, until the returned disposer is called; that one
 * waits for the run under way. A failed run is logged and the next one comes all the same.
 */
export function repeat(what: string, everyMs: number, log: Logger, work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) => log.error(`${what} failed`, { error }))
      .finally(() => (running = undefined));
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
