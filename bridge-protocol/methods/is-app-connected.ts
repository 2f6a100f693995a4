import * as z from 'zod/mini';
import { defineMethod } from '../method.ts';
import { AppName } from '../names.ts';

/** True if the user has at least one connected account of the app. */
export const isAppConnected = defineMethod({
  name: 'isAppConnected',
  args: z.tuple([AppName]),
  result: z.boolean(),
  deadline: 30_000,
  repeatable: true,
});
