import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { defineMethod } from '../method.ts';
import { AppName } from '../names.ts';

/** True if the user has at least one connected account of the app. */
export const isAppConnected = defineMethod({
  name: 'isAppConnected',
  argNames: ['appName'],
  args: z.tuple([AppName]),
  result: z.boolean(),
  ...callRules.isAppConnected,
});
