import type { FunctionOutput } from '#bridge-protocol/entities/function-result.ts';
import type { InvokeResult } from '#connectors/kit/connector.ts';
import type { CatalogueFunction } from '../catalogue/catalogue.ts';
import { toDomainError } from '../errors.ts';
import type { Services } from '../services.ts';
import { isOutageStatus } from './breakers.ts';
import { logOutcome, type AlsoNoted } from './call-log.ts';
import type { KeptAnswer } from './idempotency/kept-answer.ts';
import { isSafe } from './is-safe.ts';
import type { PreparedCall } from './prepare-call.ts';
import { withRetries } from './retry.ts';
import { withAccount } from './with-account.ts';

/**
 * Makes the call and closes its row; `also` says what else is to be noted in the same transaction. Throws
 * `needs_reconnect`, and as the connector does.
 */
export async function carryOut(
  services: Services,
  prepared: PreparedCall,
  also?: (answer: KeptAnswer) => Promise<AlsoNoted>,
): Promise<FunctionOutput> {
  const { entry, logged } = prepared;
  try {
    const invoked = await invoke(services, prepared);
    const result = view(entry, invoked);
    const outcome = { status: 'answered', networkCode: invoked.status, providerRequestId: invoked.requestId } as const;
    await logOutcome(services, logged, outcome, also?.bind(null, { result }));
    return result;
  } catch (error) {
    const { code, message } = toDomainError(error);
    await logOutcome(services, logged, { status: 'failed', code }, also?.bind(null, { error: { code, message } }));
    throw error;
  }
}

function invoke(services: Services, { entry, account, request }: PreparedCall): Promise<InvokeResult> {
  const mayRepeat = isSafe(entry.definition);
  return withAccount(services, {
    app: entry.app,
    account,
    run: (connector, context) =>
      withRetries({ isSafe: mayRepeat, endsAt: context.endsAt, signal: context.signal }, () =>
        connector.invoke(request, context),
      ),
    isRefused: ({ status, hasWritten }) => status === 401 && (mayRepeat || !hasWritten),
    isOutage: ({ status }) => isOutageStatus(status),
    whenLate: mayRepeat ? 'Try again.' : 'Whether it carried the call out is not known; look before repeating it.',
  });
}

function view({ definition }: CatalogueFunction, { status, output, nextPage }: InvokeResult): FunctionOutput {
  const result: FunctionOutput = { network_code: String(status), output };
  if (!definition.paged) return result;
  return { ...result, next_page: nextPage ?? '', _cursor: nextPage || null };
}
