import type { CallContext } from '#connectors/kit/connector.ts';
import { ConnectorError, type ConnectorErrorCode } from '#connectors/kit/errors.ts';
import type { Json } from '#connectors/kit/json.ts';
import type { FailureReason } from '../runner/protocol.ts';
import type { WorkerTask } from './worker/worker.ts';
import type { PieceSource, WorkerPool } from './worker/worker-pool.ts';

const codes: Record<FailureReason, ConnectorErrorCode> = {
  invalid_piece: 'invalid_connector',
  unknown_action: 'unknown_function',
  not_supported: 'not_supported',
  credentials_rejected: 'credentials_rejected',
  function_failed: 'function_failed',
  response_too_large: 'response_too_large',
};

export interface WorkerAsk {
  task: WorkerTask;
  /** Its tenants share the processes that it may have */
  workspace: string;
  context: Pick<CallContext, 'dial' | 'signal' | 'tenant' | 'credentials'>;
}

export interface WorkerReply {
  /** Of the app's last HTTP answer */
  status: number;
  output: Json;
  /** As `InvokeResult.hasWritten` */
  hasWritten?: boolean;
  /** As `InvokeResult.requestId` */
  requestId?: string;
}

/**
 * Gives a piece a task and waits for what comes of it. Throws a `ConnectorError`; what the piece says of a failure is
 * handed on without the credentials in it.
 */
export async function askWorker(
  workers: WorkerPool,
  source: PieceSource,
  { task, workspace, context }: WorkerAsk,
): Promise<WorkerReply> {
  const { tenant, dial, signal } = context;
  const answer = await workers.run(source, { tenant, workspace, task, dial, signal });
  if (answer.type === 'answer') {
    const { status, output, written, requestId } = answer;
    return {
      status,
      output,
      ...(written ? { hasWritten: true } : {}),
      ...(requestId === undefined ? {} : { requestId }),
    };
  }
  throw new ConnectorError(codes[answer.reason], withoutSecrets(answer.message, context));
}

const LEAST_SECRET = 6;

function withoutSecrets(message: string, { credentials }: WorkerAsk['context']): string {
  const secrets = credentials.type === 'oauth2' ? [credentials.accessToken] : Object.values(credentials.values);
  return (
    secrets
      .filter((secret) => secret.length >= LEAST_SECRET)
      // One may be a part of another, whose rest would stay.
      .sort((one, other) => other.length - one.length)
      .reduce((text, secret) => text.replaceAll(secret, '…'), message)
  );
}
