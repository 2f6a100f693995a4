import { npmBinaries } from './npm-binaries.ts';
import { installDebianPostgres, systemBinaries } from './system-binaries.ts';

const remedy = `The tests need PostgreSQL 15 or newer, and none was found or could be installed. Any one of these helps:
  - install it with your system's package manager (it does not have to run);
  - TEST_DATABASE_URL=postgres://user:password@host/database, for a server whose user may create databases and roles.`;

/** The folder with `initdb` and `postgres`: the machine's own, else Debian's (as root), else npm's. */
export function findBinaries(): string {
  const folder = systemBinaries() ?? installDebianPostgres() ?? npmBinaries();
  if (folder === undefined) throw new Error(remedy);
  return folder;
}
