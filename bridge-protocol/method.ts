import type * as z from 'zod/mini';

/**
 * One SDK method as both sides know it. The host calls it with positional arguments; they cross the bridge as one array,
 * are parsed by `args`, and what comes back is parsed by `result`, both in the widget.
 */
export interface Method<Name extends string, Args extends z.ZodMiniType, Result extends z.ZodMiniType> {
  name: Name;
  args: Args;
  result: Result;
  /** How long the loader waits for the answer, in milliseconds. */
  deadline: number;
  /** True where running it twice does no harm: the loader then repeats it after the iframe was reloaded. */
  repeatable: boolean;
}

export function defineMethod<Name extends string, Args extends z.ZodMiniType, Result extends z.ZodMiniType>(
  method: Method<Name, Args, Result>,
): Method<Name, Args, Result> {
  return method;
}
