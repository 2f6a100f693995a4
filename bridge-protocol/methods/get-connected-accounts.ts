import * as z from 'zod/mini';
import { SdkConnectedAccount } from '../entities/sdk-connected-account.ts';
import { defineMethod } from '../method.ts';
import { AppName } from '../names.ts';

/** The user's connected accounts of an app, newest first. */
export const getConnectedAccounts = defineMethod({
  name: 'getConnectedAccounts',
  args: z.tuple([AppName]),
  result: z.array(SdkConnectedAccount),
  deadline: 30_000,
  repeatable: true,
});
