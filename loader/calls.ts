import { callRules } from '#bridge-protocol/deadlines.ts';
import type { WidgetMethodName } from '#bridge-protocol/method-names.ts';
import { newCallId } from './call-id.ts';
import { integryError, type IntegryError } from './integry-error.ts';

/** How often deadlines are looked at, in milliseconds. One timer for all: one for each call was a tenth of its cost. */
const TICK = 1000;

/** A call that has not been answered yet. It ends by `resolve`, by `reject`, or by its deadline. */
export interface Call {
  id: string;
  name: WidgetMethodName;
  args: unknown[];
  /** The core's widget may have begun with it. */
  sent: boolean;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** The calls under way. */
export function createCalls() {
  /** With the time each has to be answered by */
  const pending = new Map<Call, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tick(): void {
    for (const [call, end] of pending) {
      if (performance.now() >= end) call.reject(integryError('timeout', `${call.name} had no answer in time`));
    }
    timer = pending.size ? setTimeout(tick, TICK) : undefined;
  }

  return {
    pending,
    add: (name: WidgetMethodName, args: unknown[], begin: (call: Call) => void) =>
      new Promise<unknown>((resolve, reject) => {
        const ending = (settle: (value: never) => void) => (value: unknown) => {
          pending.delete(call);
          settle(value as never);
        };
        const call: Call = {
          id: newCallId(),
          name,
          args,
          sent: false,
          resolve: ending(resolve),
          reject: ending(reject),
        };
        pending.set(call, performance.now() + callRules[name].deadline);
        timer ??= setTimeout(tick, TICK);
        begin(call);
      }),
    destroy(): void {
      clearTimeout(timer);
      for (const call of pending.keys()) call.reject(destroyed());
    },
  };
}

/** The arguments as they are now. Throws `invalid_argument` for what cannot leave the page. */
export function copyOf(args: unknown[]): unknown[] {
  return asData(() => structuredClone(args));
}

/** What is made of an argument, which may throw when it is looked at. Throws `invalid_argument` then. */
export function asData<Value>(make: () => Value): Value {
  try {
    return make();
  } catch (cause) {
    throw notData(cause);
  }
}

export function notData(cause: unknown): IntegryError {
  return integryError('invalid_argument', 'An argument holds what is not data', cause);
}

export function unknownSurface(): IntegryError {
  return integryError('unknown_surface', 'This surface was closed');
}

export function notSupported(name: string): IntegryError {
  return integryError('not_supported', `The server does not know ${name} yet`);
}

export function destroyed(): IntegryError {
  return integryError('destroyed', 'This instance was destroyed');
}
