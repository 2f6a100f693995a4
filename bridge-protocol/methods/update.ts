import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { defineMethod } from '../method.ts';
import { CallId } from '../names.ts';

/**
 * Changes how the instance looks, or the surface that a call showed (`surface-change.ts`); what is not named stays.
 * Answers with the look of the instance as it is then, for the greetings to come, or with null.
 */
export const update = defineMethod({
  name: 'update',
  argNames: ['options', 'surface'],
  args: z.tuple([z.record(z.string(), z.unknown()), z.nullish(CallId)]),
  result: z.nullable(z.record(z.string(), z.unknown())),
  ...callRules.update,
});
