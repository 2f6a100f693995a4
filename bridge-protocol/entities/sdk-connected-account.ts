import * as z from 'zod/mini';
import { ConnectedAccount } from './connected-account.ts';

/** A connected account as the SDK hands it out: with its id as a string. */
export const SdkConnectedAccount = z.extend(ConnectedAccount, { id: z.string() });
export type SdkConnectedAccount = z.infer<typeof SdkConnectedAccount>;
