import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { defineMethod } from '../method.ts';
import { AppName } from '../names.ts';

/** Lets the user connect an app. Resolves with the connected account's id. Its call id is the connect attempt's id. */
export const connectApp = defineMethod({
  name: 'connectApp',
  argNames: ['appName'],
  args: z.tuple([AppName]),
  result: z.string(),
  ...callRules.connectApp,
});
