import type { Defence } from '../attack.ts';

/** The conditions by which users of one workspace are kept apart: row-level security knows workspaces only. */

const keyRows = 'server/functions/idempotency/key-rows.ts';

export const accountsAreListedForTheirUser: Defence = {
  id: 'accounts-are-listed-for-their-user',
  edits: [{ file: 'server/accounts/list-accounts.ts', from: "    .where('user_id', '=', user.userId)\n", to: '' }],
};

export const cardsAreOfTheirUser: Defence = {
  id: 'cards-are-of-their-user',
  edits: [{ file: 'server/catalogue/app-cards.ts', from: "    .where('user_id', '=', userId)\n", to: '' }],
};

export const functionsAreOfTheirUsersApps: Defence = {
  id: 'functions-are-of-their-users-apps',
  edits: [{ file: 'server/functions/list-functions.ts', from: "      .where('user_id', '=', user.userId)\n", to: '' }],
};

export const accountsAreRenamedByTheirUser: Defence = {
  id: 'accounts-are-renamed-by-their-user',
  edits: [{ file: 'server/accounts/rename-account.ts', from: "      .where('user_id', '=', user.userId)\n", to: '' }],
};

export const accountsAreUsedByTheirUser: Defence = {
  id: 'accounts-are-used-by-their-user',
  edits: [{ file: 'server/functions/find-account.ts', from: "    .where('user_id', '=', user.userId)\n", to: '' }],
};

export const accountsAreReconnectedByTheirUser: Defence = {
  id: 'accounts-are-reconnected-by-their-user',
  edits: [{ file: 'server/connect/create-attempt.ts', from: "    .where('user_id', '=', userId)\n", to: '' }],
};

export const attemptsBelongToTheirUser: Defence = {
  id: 'attempts-belong-to-their-user',
  edits: [
    {
      file: 'server/connect/attempt.ts',
      from: "if (!row || ('userId' in ref && ref.userId !== row.user_id))",
      to: 'if (!row)',
    },
  ],
};

export const attemptsAreRepeatedByTheirUser: Defence = {
  id: 'attempts-are-repeated-by-their-user',
  edits: [{ file: 'server/connect/create-attempt.ts', from: '      row.user_id === wanted.userId &&\n', to: '' }],
};

export const linksAreListedForTheirUser: Defence = {
  id: 'links-are-listed-for-their-user',
  edits: [
    {
      file: 'server/connect-links/list-links.ts',
      from: "      .where('user_id', '=', userId)\n      .orderBy(",
      to: '      .orderBy(',
    },
  ],
};

export const linksAreReadForTheirUser: Defence = {
  id: 'links-are-read-for-their-user',
  edits: [
    {
      file: 'server/connect-links/list-links.ts',
      from: ".where('user_id', '=', userId).where('id', '=', id)",
      to: ".where('id', '=', id)",
    },
  ],
};

export const linksAreRevokedForTheirUser: Defence = {
  id: 'links-are-revoked-for-their-user',
  edits: [
    {
      file: 'server/connect-links/revoke-link.ts',
      from: 'if (!link || link.user_id !== userId)',
      to: 'if (!link || userId < 0)',
    },
  ],
};

export const keysBelongToTheirUser: Defence = {
  id: 'keys-belong-to-their-user',
  edits: [
    {
      file: keyRows,
      from: "    .where('user_id', '=', request.userId)\n    .where('key_hash', '=', request.keyHash)\n    .executeTakeFirst();",
      to: "    .where('key_hash', '=', request.keyHash)\n    .executeTakeFirst();",
    },
  ],
};

export const keptAnswersAreSealedForTheirUser: Defence = {
  id: 'kept-answers-are-sealed-for-their-user',
  edits: [
    {
      file: 'server/functions/idempotency/kept-answer.ts',
      from: 'idempotency_keys/${workspaceId}/${userId}/',
      to: 'idempotency_keys/${workspaceId}/${userId < 0}/',
    },
  ],
};

export const eventsBelongToTheirUser: Defence = {
  id: 'events-belong-to-their-user',
  edits: [{ file: 'server/events/read-events.ts', from: "    .where('user_id', '=', user.userId)\n", to: '' }],
};

export const exportsAreOfOneUser: Defence = {
  id: 'exports-are-of-one-user',
  edits: [
    {
      file: 'server/users/export-user.ts',
      from: "        .where('user_id', '=', user.id)\n        .where('id', '>', last);",
      to: "        .where('id', '>', last);",
    },
    { file: 'server/users/export-user.ts', from: ' and user_id = ${id} order by', to: ' and ${id} > 0 order by' },
  ],
};

export const deletionsAreOfOneUser: Defence = {
  id: 'deletions-are-of-one-user',
  edits: [
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
  ],
};

export const logIsNarrowedToTheUser: Defence = {
  id: 'log-is-narrowed-to-the-user',
  edits: [
    {
      file: 'server/functions/read-call-log.ts',
      from: ".$if(user !== undefined, (select) => select.where('user.external_id', '=', user!))",
      to: ".$if(user === '', (select) => select.where('user.external_id', '=', user!))",
    },
  ],
};
