import * as z from 'zod/mini';
import { areFormOptions, FormOptions } from '#bridge-protocol/form-options.ts';
import type { Handler } from '../bridge/method-table.ts';
import { parseArguments } from '../bridge/parse-arguments.ts';
import type { Surfaces } from '../state/surfaces.svelte.ts';

const Options = { name: 'showFunction', argNames: ['options'], args: z.tuple([FormOptions]) };

export function showFunction(surfaces: Surfaces): Handler<'showFunction'> {
  return ([name, given, third], callId) => {
    const second = given ?? {};
    const [options] = areFormOptions(second, third)
      ? parseArguments(Options, [second])
      : [{ params: second, connectedAccountId: third }];
    return surfaces.ask(callId, name, options);
  };
}
