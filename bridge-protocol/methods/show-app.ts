import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { defineMethod } from '../method.ts';
import { AppName } from '../names.ts';
import { ContainerId, Layout, ModeOrOptions } from '../rendering.ts';

/** Shows an app's page. Resolves once there is something to see. */
export const showApp = defineMethod({
  name: 'showApp',
  argNames: ['appName', 'renderMode', 'containerId', 'layout'],
  args: z.tuple([AppName, z.nullish(ModeOrOptions), z.nullish(ContainerId), z.nullish(Layout)]),
  result: z.null(),
  ...callRules.showApp,
});
