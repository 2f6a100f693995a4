import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { SdkConnectedAccount } from '../entities/sdk-connected-account.ts';
import { defineMethod } from '../method.ts';
import { AppName } from '../names.ts';

/** The user's connected accounts of an app, newest first. */
export const getConnectedAccounts = defineMethod({
  name: 'getConnectedAccounts',
  argNames: ['appName'],
  args: z.tuple([AppName]),
  result: z.array(SdkConnectedAccount),
  ...callRules.getConnectedAccounts,
});
