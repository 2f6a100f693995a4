import { readFileSync } from 'node:fs';

export interface Account {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root: the account to run it under then; undefined for everybody else. */
export function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
  const account = accounts.get('postgres') ?? accounts.get('nobody');
  if (!account) throw new Error('PostgreSQL cannot run as root, and there is no account "postgres" or "nobody".');
  return account;
}
