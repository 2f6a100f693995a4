import type { UserRef } from '../sessions/identity.ts';

/** The NOTIFY channel that says whose stream is to look into the table. The rows themselves are there. */
export const EVENTS_CHANNEL = 'integry_events';

export function streamKey(user: UserRef): string {
  return `${user.workspaceId}:${user.userId}`;
}

/** Means the streams of all users of a workspace. */
export function workspaceKey(workspaceId: number): string {
  return `${workspaceId}:`;
}
