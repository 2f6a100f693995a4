import type { Transaction } from 'kysely';
import type { Schema } from './schema.ts';

export type Tx = Transaction<Schema>;

/** PostgreSQL, on a server or embedded. No caller can tell which. */
export interface Database {
  /**
   * One transaction that sees one workspace: as the role that cannot bypass row-level security.
   * Never call anything over the network inside it.
   */
  inWorkspace<Result>(workspaceId: number, work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** One transaction over all workspaces: for the administrator's commands, migrations and clean-up only. */
  asOwner<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** The only question that is asked before a workspace is known. */
  workspaceIdOfAppKey(appKey: string): Promise<number | undefined>;
  /** Calls `onPayload` for each NOTIFY on the channel; a lost connection is made anew, then `onGap` is called once. */
  listen(channel: string, onPayload: (payload: string) => void, onGap: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
