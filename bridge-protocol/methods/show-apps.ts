import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { defineMethod } from '../method.ts';
import { AppsModeOrOptions, ContainerId, Layout } from '../rendering.ts';

/** Shows the marketplace. Resolves once there is something to see. */
export const showApps = defineMethod({
  name: 'showApps',
  argNames: ['renderMode', 'containerId', 'layout'],
  args: z.tuple([z.nullish(AppsModeOrOptions), z.nullish(ContainerId), z.nullish(Layout)]),
  result: z.null(),
  ...callRules.showApps,
});
