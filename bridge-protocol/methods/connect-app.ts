import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { defineMethod } from '../method.ts';
import { AppName, IdString } from '../names.ts';

/** Lets the user connect an app, or reconnect the account of this id. Resolves with the connected account's id. Its call id is the connect attempt's id. */
export const connectApp = defineMethod({
  name: 'connectApp',
  argNames: ['appName', 'connectedAccountId'],
  args: z.tuple([AppName, z.nullish(IdString)]),
  result: z.string(),
  ...callRules.connectApp,
});
