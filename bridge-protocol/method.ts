import type * as z from 'zod/mini';
import type { CallRule } from './deadlines.ts';

/**
 * One SDK method as both sides know it. The host calls it with positional arguments; they cross the bridge as one array,
 * are parsed by `args`, and what comes back is parsed by `result`, both in the widget.
 */
export interface Method<
  Name extends string,
  Args extends z.ZodMiniType,
  Result extends z.ZodMiniType,
> extends CallRule {
  name: Name;
  /** The arguments' names in order, for messages */
  argNames: readonly string[];
  args: Args;
  result: Result;
}

export function defineMethod<Name extends string, Args extends z.ZodMiniType, Result extends z.ZodMiniType>(
  method: Method<Name, Args, Result>,
): Method<Name, Args, Result> {
  return method;
}
