import type { HostEvent } from '#bridge-protocol/events/host-event.ts';
import type { ServerEvent } from '#bridge-protocol/events/server-event.ts';
import { toSdkApp } from '../sdk-shapes.ts';

/** What the host's emitter gets of an event; undefined for one that only settles promises. */
export function toHostEvent(event: ServerEvent): HostEvent | undefined {
  if (event.type === 'attempt-failed') return undefined;
  const connected_account_id = String(event.payload.connected_account_id);
  if (event.type !== 'app-connected') {
    return { type: event.type, payload: { ...toSdkApp(event.payload), connected_account_id } };
  }
  const { attempt_id: _, ...app } = event.payload;
  return { type: event.type, payload: { ...toSdkApp(app), connected_account_id } };
}
