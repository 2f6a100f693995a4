import { report } from './report.ts';

type Handler = (payload: unknown) => void;

interface Listener {
  handler: Handler;
  once: boolean;
}

/** The instance's emitter: its public half, and what only the instance itself may do. */
export function createEmitter() {
  const listeners = new Map<unknown, Set<Listener>>();
  /** The last `ready` or `error`, for listeners that come late. */
  let outcome: { event: string; payload: unknown } | undefined;
  let closed = false;

  function listen(event: unknown, handler: unknown, once: boolean): void {
    if (closed) return;
    if (typeof handler !== 'function') return report(new TypeError('An event handler is not a function'));
    const listener = { handler: handler as Handler, once };
    const set = listeners.get(event) ?? new Set();
    listeners.set(event, set.add(listener));
    if (outcome && outcome.event === event) {
      const { payload } = outcome;
      queueMicrotask(() => deliver(event, listener, payload));
    }
  }

  function deliver(event: unknown, listener: Listener, payload: unknown): void {
    const set = listeners.get(event);
    // Removed by a handler before it, or between a late `on` and its replay.
    if (!set?.has(listener)) return;
    if (listener.once) set.delete(listener);
    try {
      listener.handler(payload);
    } catch (error) {
      report(error);
    }
  }

  return {
    eventEmitter: {
      on: (event: unknown, handler: unknown) => listen(event, handler, false),
      once: (event: unknown, handler: unknown) => listen(event, handler, true),
      off(event: unknown, handler: unknown) {
        const set = listeners.get(event);
        set?.forEach((listener) => listener.handler === handler && set.delete(listener));
      },
      unsub: (event: unknown) => void listeners.delete(event),
      offAll: () => listeners.clear(),
    },
    emit(event: string, payload: unknown): void {
      if (closed) return;
      if (event === 'ready' || event === 'error') outcome = { event, payload };
      for (const listener of [...(listeners.get(event) ?? [])]) deliver(event, listener, payload);
    },
    close(): void {
      closed = true;
      listeners.clear();
    },
  };
}

export type Emit = ReturnType<typeof createEmitter>['emit'];
