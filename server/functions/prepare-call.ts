import type { FunctionRefusal } from '#bridge-protocol/entities/function-result.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { InvokeRequest } from '#connectors/kit/connector.ts';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { CatalogueFunction } from '../catalogue/catalogue.ts';
import type { Tx } from '../db/database.ts';
import type { Services } from '../services.ts';
import type { UserRef } from '../sessions/identity.ts';
import { logSent, type LoggedCall } from './call-log.ts';
import { checkInput } from './check-input.ts';
import { findAccount } from './find-account.ts';
import { refusal } from './refusal.ts';

export interface FunctionCall {
  name: string;
  params: JsonObject;
  /** The `next_page` of the result before */
  cursor?: string;
  accountId?: number;
  requestId: string;
}

/** A call whose parameters have been looked at. */
export interface CheckedCall {
  entry: CatalogueFunction;
  requestId: string;
  /** Throws `unknown_account`. */
  findAccount(tx: Tx, user: UserRef): Promise<AllowedCall | { refusal: FunctionRefusal }>;
}

export interface AllowedCall {
  account: AccountRow;
  request: InvokeRequest;
}

/** A call that may leave: its row is written. */
export interface PreparedCall extends AllowedCall {
  entry: CatalogueFunction;
  logged: LoggedCall;
}

/** Throws `unknown_function`. What is wrong with the parameters is told once it is known that there is an account. */
export function checkCall({ catalogue }: Services, call: FunctionCall): CheckedCall {
  const entry = catalogue.findFunction(call.name);
  const checked = checkInput(entry.definition, call.params);
  return {
    entry,
    requestId: call.requestId,
    async findAccount(tx, user) {
      const found = await findAccount(tx, user, entry.app, call.accountId);
      if ('refusal' in found) return found;
      if ('problems' in checked) return { refusal: refusal(checked.problems) };
      const request = { functionName: call.name, input: checked.input, cursor: call.cursor || undefined };
      return { account: found.account, request };
    },
  };
}

/** Writes down that the call is about to leave. */
export async function intend(
  tx: Tx,
  services: Services,
  { entry, requestId }: CheckedCall,
  { account, request }: AllowedCall,
): Promise<PreparedCall> {
  const logged = await logSent(tx, {
    ...{ entry, account, requestId },
    input: request.input,
    processId: services.processId,
  });
  return { entry, account, request, logged };
}
