import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { defineMethod } from '../method.ts';
import { AppName } from '../names.ts';
import { ContainerId, FunctionsModeOrOptions, Layout } from '../rendering.ts';

/** Shows the functions, all or those of an app. Resolves once there is something to see. */
export const showFunctions = defineMethod({
  name: 'showFunctions',
  argNames: ['renderMode', 'containerId', 'layout', 'appName'],
  args: z.tuple([z.nullish(FunctionsModeOrOptions), z.nullish(ContainerId), z.nullish(Layout), z.nullish(AppName)]),
  result: z.null(),
  ...callRules.showFunctions,
});
