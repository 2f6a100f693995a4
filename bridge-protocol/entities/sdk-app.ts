import * as z from 'zod/mini';
import { App } from './app.ts';
import { SdkConnectedAccount } from './sdk-connected-account.ts';

/** An app as the SDK hands it out: with ids as strings. */
export const SdkApp = z.extend(App, { id: z.string(), connected_accounts: z.array(SdkConnectedAccount) });
export type SdkApp = z.infer<typeof SdkApp>;
