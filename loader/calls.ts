import { callRules } from '#bridge-protocol/deadlines.ts';
import type { WidgetMethodName } from '#bridge-protocol/method-names.ts';
import { newCallId } from './call-id.ts';
import { integryError, type IntegryError } from './integry-error.ts';

/** A call that has not been answered yet. It ends by `resolve`, by `reject`, or by its deadline. */
export interface Call {
  id: string;
  name: WidgetMethodName;
  args: unknown[];
  /** The widget may have begun with it. */
  sent: boolean;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Makes a call, and puts it among the pending ones until it ends. */
export function addCall(pending: Set<Call>, name: WidgetMethodName, args: unknown[], begin: (call: Call) => void) {
  const { deadline } = callRules[name];
  return new Promise<unknown>((resolve, reject) => {
    const end = (settle: (value: never) => void) => (value: unknown) => {
      clearTimeout(timer);
      pending.delete(call);
      settle(value as never);
    };
    const call: Call = { id: newCallId(), name, args, sent: false, resolve: end(resolve), reject: end(reject) };
    const timer = setTimeout(
      () => call.reject(integryError('timeout', `${name} had no answer within ${deadline / 1000} s`)),
      deadline,
    );
    pending.add(call);
    begin(call);
  });
}

/** The arguments as they are now. Throws `invalid_argument` for what cannot leave the page. */
export function copyOf(args: unknown[]): unknown[] {
  try {
    return structuredClone(args);
  } catch (cause) {
    throw integryError('invalid_argument', 'An argument holds what is not data', cause);
  }
}

export function notSupported(name: string): IntegryError {
  return integryError('not_supported', `The server does not know ${name} yet`);
}
