import type { Handler } from '../bridge/method-table.ts';
import type { ConnectQueue } from '../state/connect-queue.svelte.ts';

/** The call's id is the attempt's id, so the same call after a reconnect finds the journey it began. */
export function connectApp(queue: ConnectQueue): Handler<'connectApp'> {
  return ([app, accountId], callId) => queue.connect(callId, { app, accountId: accountId ?? undefined });
}
