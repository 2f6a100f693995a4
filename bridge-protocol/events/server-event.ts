import * as z from 'zod/mini';
import { AccountUpdated } from './account-updated.ts';
import { AppConnected } from './app-connected.ts';
import { AppDisconnected } from './app-disconnected.ts';
import { AttemptFailed } from './attempt-failed.ts';

/**
 * One committed row of a user's event stream. `id` counts up by one per user, in the order of the commits, so a stream
 * resumes without loss after the last id it saw.
 */
export const ServerEvent = z.intersection(
  z.object({ id: z.int() }),
  z.discriminatedUnion('type', [AppConnected, AppDisconnected, AccountUpdated, AttemptFailed]),
);
export type ServerEvent = z.infer<typeof ServerEvent>;
