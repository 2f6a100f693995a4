import * as z from 'zod/mini';
import type { WidgetControl, WidgetEnd, WidgetMethod } from '#bridge-protocol/bridge.ts';
import type { Outcome } from '#bridge-protocol/failure.ts';
import type { Method } from '#bridge-protocol/method.ts';
import { widgetMethodNames } from '#bridge-protocol/method-names.ts';
import type { WidgetMethodName } from '#bridge-protocol/method-names.ts';
import { methods } from '#bridge-protocol/methods/index.ts';
import type { MethodArgs, MethodResult } from '#bridge-protocol/methods/index.ts';
import { CallId } from '#bridge-protocol/names.ts';
import { CodedError, toFailure } from '../coded-error.ts';
import { parseArguments } from './parse-arguments.ts';

/** What answers one SDK method: its parsed arguments in, its result out; throws `CodedError`. */
export type Handler<Name extends WidgetMethodName> = (
  args: MethodArgs<Name>,
  callId: string,
) => Promise<MethodResult<Name>>;
export type Handlers = { [Name in WidgetMethodName]: Handler<Name> };

/** A host that calls faster than the server answers is told so, instead of filling memory. */
export const MAX_CALLS_IN_FLIGHT = 200;

/**
 * What the host can call. Without a prototype, because Penpal looks methods up by name and would answer to inherited
 * ones; frozen, so that nothing is added later.
 */
export function createMethodTable(handlers: Handlers, control: WidgetControl): WidgetEnd {
  const table = Object.create(null) as WidgetEnd;
  table.hello = (greeting) => settle(() => control.hello(greeting));
  table.dismiss = () => settle(() => control.dismiss());
  table.close = (callId) => settle(() => control.close(String(callId)));
  table.refresh = () => settle(() => control.refresh());
  const gate = new CallGate();
  for (const name of widgetMethodNames) table[name] = bind(name, handlers, gate);
  return Object.freeze(table);
}

function bind<Name extends WidgetMethodName>(name: Name, handlers: Handlers, gate: CallGate): WidgetMethod {
  const method: Method<string, z.ZodMiniType, z.ZodMiniType> = methods[name];
  const handler: Handler<Name> = handlers[name];
  return (callId, args) =>
    settle(() =>
      gate.pass(async () => {
        const id = z.safeParse(CallId, callId);
        if (!id.success) throw new CodedError('invalid_argument', `${name}: the call id is not a UUID.`);
        const parsed = parseArguments(method, args) as MethodArgs<Name>;
        const result = z.safeParse(method.result, await handler(parsed, id.data));
        if (!result.success) throw new Error(`${name} has an invalid result`, { cause: result.error });
        return { ok: true, value: result.data };
      }),
    );
}

/** Every way of failing becomes a value: what is thrown across Penpal loses its code and carries a stack. */
async function settle<Value>(answer: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  try {
    return await answer();
  } catch (error) {
    return { ok: false, error: toFailure(error) };
  }
}

class CallGate {
  #inFlight = 0;

  async pass<Value>(call: () => Promise<Value>): Promise<Value> {
    if (this.#inFlight >= MAX_CALLS_IN_FLIGHT) {
      throw new CodedError(
        'rate_limited',
        `${MAX_CALLS_IN_FLIGHT} calls are waiting for an answer. Call again after one of them.`,
      );
    }
    this.#inFlight += 1;
    try {
      return await call();
    } finally {
      this.#inFlight -= 1;
    }
  }
}
