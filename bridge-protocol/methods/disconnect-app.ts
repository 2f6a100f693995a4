import * as z from 'zod/mini';
import { callRules } from '../deadlines.ts';
import { SdkConnectedAccount } from '../entities/sdk-connected-account.ts';
import { defineMethod } from '../method.ts';
import { AppName, IdString } from '../names.ts';

/** Disconnects an account and revokes its token. The id is needed where the app has several accounts. */
export const disconnectApp = defineMethod({
  name: 'disconnectApp',
  argNames: ['appName', 'connectedAccountId'],
  args: z.tuple([AppName, z.nullish(IdString)]),
  result: z.object({
    disconnected_account_id: z.string(),
    /** The remaining ones, newest first */
    connected_accounts: z.array(SdkConnectedAccount),
  }),
  ...callRules.disconnectApp,
});
