/**
 * What server and worker say to each other. Plain types, for the worker loads no library before the piece; the server
 * parses what comes from a worker with the schemas of `connectors/pieces/worker/worker-message.ts`.
 */

export type WorkerRequest = { id: number } & (
  | { type: 'describe' }
  | ({ type: 'invoke' } & ActionCall)
  | ({ type: 'options' | 'fields'; property: string; search?: string } & ActionCall)
  | { type: 'verify'; auth: PieceAuth }
);

export interface ActionCall {
  action: string;
  auth: PieceAuth | null;
  /** The values of the action's properties */
  input: Record<string, unknown>;
}

/** A connection as a piece knows it. Refresh tokens and client secrets are never among it. */
export interface PieceAuth {
  /** Which of the piece's ways to connect */
  index: number;
  value: { type: string } & Record<string, unknown>;
}

export type ToWorker =
  | { type: 'start'; entry: string; extraCa: readonly string[] }
  | { type: 'request'; request: WorkerRequest }
  | { type: 'dialled'; dial: number; path: string }
  | { type: 'refused'; dial: number; message: string };

export type FromWorker =
  | { type: 'ready' }
  /** `written`: a request of the task may have changed something, whatever the last one was answered */
  | { type: 'answer'; id: number; status: number; output: unknown; written: boolean; requestId?: string }
  | { type: 'failure'; id: number; reason: FailureReason; message: string }
  | { type: 'dial'; dial: number; host: string; port: number };

export type FailureReason =
  /** The piece cannot be loaded, or is no piece that we can use */
  | 'invalid_piece'
  | 'unknown_action'
  /** It asks for what only a flow has: to wait, to pause */
  | 'not_supported'
  | 'credentials_rejected'
  /** The piece threw, and no answer of the app stands behind it */
  | 'function_failed'
  | 'response_too_large';
