import type { Tx } from '../db/database.ts';
import { notify } from '../db/notify.ts';
import { EVENTS_CHANNEL, workspaceKey } from './channel.ts';

/**
 * Has every open stream of the workspace, in all processes, look at once whether its session still counts. Call it in the
 * transaction that ends sessions: without it a stream would learn of that with its next event or heartbeat.
 */
export async function wakeStreams(tx: Tx, workspaceId: number): Promise<void> {
  await notify(tx, EVENTS_CHANNEL, workspaceKey(workspaceId));
}
