import type { UserRef } from '../sessions/identity.ts';

/** The NOTIFY channel that says whose stream has grown. The rows themselves are in the table. */
export const EVENTS_CHANNEL = 'integry_events';

export function streamKey(user: UserRef): string {
  return `${user.workspaceId}:${user.userId}`;
}
