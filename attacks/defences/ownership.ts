import type { Defence } from '../attack.ts';

/** The conditions by which users of one workspace are kept apart: row-level security knows workspaces only. */

const keyRows = 'server/functions/idempotency/key-rows.ts';

export const accountsAreListedForTheirUser: Defence = [
  { file: 'server/accounts/list-accounts.ts', from: "    .where('user_id', '=', user.userId)\n", to: '' },
];

export const cardsAreOfTheirUser: Defence = [
  { file: 'server/catalogue/app-cards.ts', from: "    .where('user_id', '=', userId)\n", to: '' },
];

export const functionsAreOfTheirUsersApps: Defence = [
  { file: 'server/functions/list-functions.ts', from: "      .where('user_id', '=', user.userId)\n", to: '' },
];

export const accountsAreRenamedByTheirUser: Defence = [
  { file: 'server/accounts/rename-account.ts', from: "      .where('user_id', '=', user.userId)\n", to: '' },
];

export const accountsAreUsedByTheirUser: Defence = [
  { file: 'server/functions/find-account.ts', from: "    .where('user_id', '=', user.userId)\n", to: '' },
];

export const accountsAreReconnectedByTheirUser: Defence = [
  { file: 'server/connect/create-attempt.ts', from: "    .where('user_id', '=', userId)\n", to: '' },
];

export const attemptsBelongToTheirUser: Defence = [
  {
    file: 'server/connect/attempt.ts',
    from: "if (!row || ('userId' in ref && ref.userId !== row.user_id))",
    to: 'if (!row)',
  },
];

export const attemptsAreRepeatedByTheirUser: Defence = [
  { file: 'server/connect/create-attempt.ts', from: '      row.user_id === wanted.userId &&\n', to: '' },
];

export const linksAreListedForTheirUser: Defence = [
  {
    file: 'server/connect-links/list-links.ts',
    from: "      .where('user_id', '=', userId)\n      .orderBy(",
    to: '      .orderBy(',
  },
];

export const linksAreReadForTheirUser: Defence = [
  {
    file: 'server/connect-links/list-links.ts',
    from: ".where('user_id', '=', userId).where('id', '=', id)",
    to: ".where('id', '=', id)",
  },
];

export const linksAreRevokedForTheirUser: Defence = [
  {
    file: 'server/connect-links/revoke-link.ts',
    from: 'if (!link || link.user_id !== userId)',
    to: 'if (!link || userId < 0)',
  },
];

export const keysBelongToTheirUser: Defence = [
  {
    file: keyRows,
    from: "    .where('user_id', '=', request.userId)\n    .where('key_hash', '=', request.keyHash)\n    .executeTakeFirst();",
    to: "    .where('key_hash', '=', request.keyHash)\n    .executeTakeFirst();",
  },
  {
    file: 'server/db/migrations/0003-calls.ts',
    from: 'primary key (workspace_id, user_id, key_hash)',
    to: 'primary key (workspace_id, key_hash)',
  },
];

export const keptAnswersAreSealedForTheirUser: Defence = [
  {
    file: 'server/functions/idempotency/kept-answer.ts',
    from: 'idempotency_keys/${workspaceId}/${userId}/',
    to: 'idempotency_keys/${workspaceId}/${userId < 0}/',
  },
];

export const eventsBelongToTheirUser: Defence = [
  { file: 'server/events/read-events.ts', from: "    .where('user_id', '=', user.userId)\n", to: '' },
];

export const exportsAreOfOneUser: Defence = [
  {
    file: 'server/users/export-user.ts',
    from: "        .where('user_id', '=', user.id)\n        .where('id', '>', last);",
    to: "        .where('id', '>', last);",
  },
  { file: 'server/users/export-user.ts', from: ' and user_id = ${id} order by', to: ' and ${id} > 0 order by' },
];

export const deletionsAreOfOneUser: Defence = [
  {
    file: 'server/users/delete-user.ts',
    from: "      .where('user_id', '=', user.id)\n      .returningAll()",
    to: '      .returningAll()',
  },
  {
    file: 'server/users/delete-user.ts',
    from: "tx.deleteFrom('users').where('workspace_id', '=', workspaceId).where('id', '=', user.id)",
    to: "tx.deleteFrom('users').where('workspace_id', '=', workspaceId)",
  },
];

export const logIsNarrowedToTheUser: Defence = [
  {
    file: 'server/functions/read-call-log.ts',
    from: ".$if(user !== undefined, (select) => select.where('user.external_id', '=', user!))",
    to: ".$if(user === '', (select) => select.where('user.external_id', '=', user!))",
  },
];
