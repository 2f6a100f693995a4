import * as z from 'zod/mini';
import { areFormOptions, FormOptions } from '#bridge-protocol/form-options.ts';
import type { MethodArgs } from '#bridge-protocol/methods/index.ts';
import { parseArguments } from '../bridge/parse-arguments.ts';

const Options = { name: 'showFunction', argNames: ['options'], args: z.tuple([FormOptions]) };

/** How the form is to be shown, from either form of `showFunction`. Throws `invalid_argument`. */
export function readFormArguments([, given, third]: MethodArgs<'showFunction'>): FormOptions {
  const second = given ?? {};
  if (!areFormOptions(second, third)) return { params: second, connectedAccountId: third };
  const [options] = parseArguments(Options, [second]);
  return options;
}
