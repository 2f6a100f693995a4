import { describe, expect, it } from 'vitest';
import { breakingStatements } from '../testing/breaking-statements.ts';
import { statementsOf } from '../testing/statements-of.ts';
import { isDrop } from './migrate.ts';
import { migrations } from './migrations/index.ts';

/** No version is older than the one that began with these. */
const first = ['0001-main-job'];

describe('a migration', () => {
  it.each(Object.keys(migrations))('%s has its place by its number', (name) => {
    expect(name).toMatch(/^\d{4}-[a-z\d-]+$/);
    expect(Object.keys(migrations).filter((other) => other.slice(0, 4) === name.slice(0, 4))).toEqual([name]);
    expect(Object.keys(migrations)).toEqual(Object.keys(migrations).toSorted());
  });

  it.each(Object.keys(migrations).filter((name) => !first.includes(name) && !isDrop(name)))(
    '%s leaves alone what the version before works with',
    async (name) => {
      const statements = await statementsOf(migrations[name]!);
      expect(statements.length).toBeGreaterThan(0);
      expect(breakingStatements(statements)).toEqual([]);
    },
  );
});

describe('what the version before cannot live with', () => {
  it.each([
    'drop table users',
    'alter table users drop column external_id',
    'alter table users drop external_id',
    'alter table users rename column external_id to name',
    'alter table users rename to people',
    'alter table "users" alter column external_id type bigint using 1',
    'alter table users alter external_id set data type bigint',
    'alter table users alter column external_id set not null',
    'alter table users alter column created_at drop default',
    'ALTER TABLE users\n ADD COLUMN age integer NOT NULL',
    'alter table users add age integer not null',
    'alter table users add constraint adult check (age > 17)',
    'alter table users drop constraint a, add constraint b check (age > 17)',
    'alter table users drop constraint a, add constraint a unique (external_id)',
    'create unique index one_name on users (external_id)',
    'create policy more on users to integry_runtime using (true)',
    'revoke select on users from integry_runtime',
    'create or replace function workspace_id_of_app_key(wanted text) returns bigint language sql as $$ select 1 $$',
    'delete from users where true',
    'truncate users',
    'drop index sessions_expires_at',
  ])('is found: %s', (statement) => {
    expect(breakingStatements(['create table others (id bigint not null)', statement])).toHaveLength(1);
  });

  it.each([
    'alter table users add column age integer',
    'alter table users add column age integer not null default 0',
    'alter table users add column a integer not null default 0, add column b text',
    'alter table users drop constraint users_check, add constraint users_check check (age > 0)',
    'create index users_age on users (age)',
    'update users set age = 0 where age is null',
    'grant select on users to integry_runtime',
    'create function later() returns bigint language sql as $$ select 1 $$',
  ])('is not: %s', (statement) => {
    expect(breakingStatements([statement])).toEqual([]);
  });

  it('is nothing that is done to a table or function of its own', () => {
    const statements = [
      'create table new_ones (id bigint not null, workspace_id bigint not null)',
      'alter table new_ones enable row level security',
      'create policy own_workspace on new_ones to integry_runtime using (true)',
      'create unique index new_ones_id on new_ones (id)',
      'alter table new_ones alter column id set not null',
      'create function newer(wanted text) returns bigint language sql as $$ select 1 $$',
      'revoke all on function newer(text) from public',
    ];
    expect(breakingStatements(statements)).toEqual([]);
    expect(breakingStatements(statements.slice(1))).toHaveLength(4);
    expect(breakingStatements(statements.slice(-1))).toHaveLength(1);
  });
});
