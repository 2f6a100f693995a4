const LOOK_EVERY = 500;

/**
 * Aborted when the start is to end: by Ctrl-C, by a signal, or because npm is gone. A signal sent to npm reaches only the
 * shell between npm and us, and that one ends without a word.
 */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  if (process.env['npm_lifecycle_event'] !== undefined) {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) stop.abort();
    }, LOOK_EVERY).unref();
  }
  return stop.signal;
}
