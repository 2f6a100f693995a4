import * as z from 'zod/mini';
import { SdkApp } from '../entities/sdk-app.ts';

/** What `app-connected` carries on the host's emitter. */
export const HostAppConnected = z.object({
  type: z.literal('app-connected'),
  payload: z.extend(SdkApp, { connected_account_id: z.string() }),
});

/** What `app-disconnected` carries on the host's emitter. */
export const HostAppDisconnected = z.object({
  type: z.literal('app-disconnected'),
  payload: z.extend(SdkApp, { connected_account_id: z.string() }),
});

/** What `account-updated` carries on the host's emitter. */
export const HostAccountUpdated = z.object({
  type: z.literal('account-updated'),
  payload: z.extend(SdkApp, { connected_account_id: z.string() }),
});

/** An event of the stream as the widget hands it to the loader. `ready` and `error` are the loader's own. */
export const HostEvent = z.discriminatedUnion('type', [HostAppConnected, HostAppDisconnected, HostAccountUpdated]);
export type HostEvent = z.infer<typeof HostEvent>;
