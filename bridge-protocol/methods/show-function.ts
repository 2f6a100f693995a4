import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { JsonObject } from '../json.ts';
import { defineMethod } from '../method.ts';
import { FunctionName, IdString } from '../names.ts';
import { ContainerId, RenderMode } from '../rendering.ts';

const modeOrAccount = 'must be the id of a connected account, or "MODAL" or "INLINE"';

/**
 * Shows the form of a function. Resolves with the arguments that the user filled in, and calls nothing. The reference's
 * form is `(functionName, params, connectedAccountId)`, the published package's `(functionName, options, renderMode,
 * containerId)`, whose fifth argument has no meaning here.
 */
export const showFunction = defineMethod({
  name: 'showFunction',
  argNames: ['functionName', 'params', 'connectedAccountId', 'containerId', 'chatBotUI'],
  args: z.tuple([
    FunctionName,
    z.nullish(JsonObject),
    z.nullish(z.union([RenderMode, IdString, z.literal('')], modeOrAccount)),
    z.nullish(ContainerId),
    z.nullish(z.boolean()),
  ]),
  result: JsonObject,
  ...callRules.showFunction,
});
