import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { FunctionResult } from '../entities/function-result.ts';
import { JsonObject } from '../json.ts';
import { defineMethod } from '../method.ts';
import { FunctionName, IdString } from '../names.ts';

/** Calls a function of an app with the user's credentials. Invalid parameters and a missing account resolve, as a refusal. */
export const invokeFunction = defineMethod({
  name: 'invokeFunction',
  argNames: ['functionName', 'params', 'connectedAccountId'],
  args: z.tuple([FunctionName, z._default(z.nullable(JsonObject), null), z.nullish(IdString)]),
  result: FunctionResult,
  ...callRules.invokeFunction,
});
