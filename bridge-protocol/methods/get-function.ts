import * as z from 'zod/mini';
import { FunctionSignature } from '../entities/function-signature.ts';
import { defineMethod } from '../method.ts';
import { FunctionName } from '../names.ts';

/** The signature of a function. */
export const getFunction = defineMethod({
  name: 'getFunction',
  args: z.tuple([FunctionName]),
  result: FunctionSignature,
  deadline: 30_000,
  repeatable: true,
});
