import type { AccountIdentity } from '#connectors/kit/connector.ts';
import { nameOf } from '../accounts/list-accounts.ts';
import { unknownAccount } from '../accounts/unknown-account.ts';
import type { Tx } from '../db/database.ts';
import { DomainError } from '../errors.ts';
import type { AttemptRow } from './attempt.ts';

/**
 * For an attempt that is to reconnect one account: these have to be that account's credentials. Where the app does not say
 * whose they are, the account goes by the new ones from here on. Throws `other_account`, and `unknown_account` where it was
 * disconnected meanwhile.
 */
export async function requireSameAccount(tx: Tx, attempt: AttemptRow, identity: AccountIdentity): Promise<void> {
  const { reconnects_account_id: id, workspace_id, user_id, app } = attempt;
  if (id === null) return;
  const accounts = await tx
    .selectFrom('connected_accounts')
    .select(['id', 'external_id', 'display_name', 'given_name'])
    .where('workspace_id', '=', workspace_id)
    .where('user_id', '=', user_id)
    .where('app', '=', app)
    .forUpdate()
    .execute();
  const account = accounts.find((one) => one.id === id);
  if (!account) throw unknownAccount();
  const { externalId, displayName, isOfCredentials } = identity;
  if (account.external_id === externalId) return;
  if (!isOfCredentials || accounts.some((one) => one.external_id === externalId)) {
    throw new DomainError(
      'other_account',
      `These are the credentials of ${displayName}, another account. Use those of ${nameOf(account)} to reconnect it.`,
    );
  }
  await tx
    .updateTable('connected_accounts')
    .set({ external_id: externalId })
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', id)
    .execute();
}
