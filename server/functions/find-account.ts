import type { FunctionRefusal } from '#bridge-protocol/entities/function-result.ts';
import { accountColumns, nameOf, type AccountRow } from '../accounts/list-accounts.ts';
import type { CatalogueApp } from '../catalogue/catalogue.ts';
import type { Tx } from '../db/database.ts';
import { DomainError } from '../errors.ts';
import type { UserRef } from '../sessions/identity.ts';
import { refusal } from './refusal.ts';

/**
 * The account a call is made with: the named one, else the user's only one. With none, or with several and none
 * named, the call is refused in words that name the way out. Throws `unknown_account` where the named one is not this
 * user's account of this app.
 */
export async function findAccount(
  tx: Tx,
  user: UserRef,
  app: CatalogueApp,
  accountId: number | undefined,
): Promise<{ account: AccountRow } | { refusal: FunctionRefusal }> {
  const accounts = await tx
    .selectFrom('connected_accounts')
    .select(accountColumns)
    .where('workspace_id', '=', user.workspaceId)
    .where('user_id', '=', user.userId)
    .where('app', '=', app.name)
    .$if(accountId !== undefined, (select) => select.where('id', '=', accountId!))
    .orderBy('id')
    .execute();
  const [account, second] = accounts;
  if (account && !second) return { account };
  if (accountId !== undefined) {
    throw new DomainError('unknown_account', 'The user has no connected account of this app with this id.');
  }
  return { refusal: refusal(account ? severalAccounts(app, accounts) : noAccount(app)) };
}

/** In Integry's words, which name the method in its short form. */
function noAccount(app: CatalogueApp): string[] {
  const { title } = app.connector.manifest;
  return [
    `User has not connected their ${title} account. To connect an account, please call following SDK method: ` +
      `\`connect('${app.name}')\``,
  ];
}

function severalAccounts(app: CatalogueApp, accounts: readonly AccountRow[]): string[] {
  const { title } = app.connector.manifest;
  const choices = accounts.map((account) => `${account.id} (${nameOf(account)})`).join(', ');
  return [`The user has several connected ${title} accounts. Pass the id of one as connectedAccountId: ${choices}.`];
}
