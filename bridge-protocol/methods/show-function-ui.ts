import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { JsonObject } from '../json.ts';
import { defineMethod } from '../method.ts';
import { FunctionName, IdString } from '../names.ts';

/** As `showFunction`, in the dialog: the published package's older name. */
export const showFunctionUI = defineMethod({
  name: 'showFunctionUI',
  argNames: ['functionName', 'params', 'connectedAccountId', 'isReadOnly'],
  args: z.tuple([FunctionName, z.nullish(JsonObject), z.nullish(IdString), z.nullish(z.boolean())]),
  result: JsonObject,
  ...callRules.showFunctionUI,
});
