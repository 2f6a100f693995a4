import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { FunctionSignature } from '../entities/function-signature.ts';
import { defineMethod } from '../method.ts';
import { FunctionName } from '../names.ts';

/** The signature of a function. */
export const getFunction = defineMethod({
  name: 'getFunction',
  argNames: ['functionName'],
  args: z.tuple([FunctionName]),
  result: FunctionSignature,
  ...callRules.getFunction,
});
