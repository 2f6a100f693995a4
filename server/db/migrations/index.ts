import type { Migration } from 'kysely/migration';
import * as mainJob from './0001-main-job.ts';
import * as accounts from './0002-accounts.ts';
import * as webhooks from './0006-webhooks.ts';
import * as connectLinks from './0007-connect-links.ts';

/** Every migration in order. A released one is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-main-job': mainJob,
  '0002-accounts': accounts,
  '0006-webhooks': webhooks,
  '0007-connect-links': connectLinks,
};
