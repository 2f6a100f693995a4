import type { Migration } from 'kysely/migration';
import * as mainJob from './0001-main-job.ts';
import * as accounts from './0002-accounts.ts';
import * as calls from './0003-calls.ts';
import * as webhooks from './0004-webhooks.ts';
import * as connectLinks from './0005-connect-links.ts';
import * as sessionOfToken from './0006-session-of-token.ts';

/** Every migration in order. A released one is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-main-job': mainJob,
  '0002-accounts': accounts,
  '0003-calls': calls,
  '0004-webhooks': webhooks,
  '0005-connect-links': connectLinks,
  '0006-session-of-token': sessionOfToken,
};
