import type { Transaction } from 'kysely';
import type { Schema } from './schema.ts';
import type { LiveSession } from './session-of-token.ts';

export type Tx = Transaction<Schema>;

/**
 * PostgreSQL, on a server or embedded. No caller can tell which. Whenever it is not there, or closed, calls reject with
 * the `DomainError` `database_unreachable`.
 */
export interface Database {
  /**
   * One transaction that sees one workspace: as the role that cannot bypass row-level security. It is committed when
   * `work` is done, and rolled back if that fails or takes longer than 30 seconds. Never call anything over the network
   * inside it, and never another transaction: the embedded engine has one connection.
   */
  inWorkspace<Result>(workspaceId: number, work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** One transaction over all workspaces: for the administrator's commands, migrations and clean-up only. */
  asOwner<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** With `sessionOfToken` the only question that is asked before a workspace is known. */
  workspaceIdOfAppKey(appKey: string): Promise<number | undefined>;
  /** The session of a token, by SHA-256, in the App-Key's workspace; undefined if there is none or it has expired. */
  sessionOfToken(appKey: string, tokenHash: Uint8Array): Promise<LiveSession | undefined>;
  /**
   * Calls `onPayload` for each NOTIFY on the channel, which is named with a-z and _ only; a lost connection is made anew,
   * then `onGap` is called once. Neither may throw. Returns the disposer.
   */
  listen(channel: string, onPayload: (payload: string) => void, onGap: () => void): Promise<() => Promise<void>>;
  /** The connections of this process's pool, and how many transactions wait for one. Absent: there is no pool. */
  connections?(): { busy: number; idle: number; waiting: number };
  /** Takes nothing new, lets what was begun finish for at most ten seconds, and closes. */
  close(): Promise<void>;
}
