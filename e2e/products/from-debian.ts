import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebianPackage } from '../../scripts/debian-package.ts';

/** What `find` finds on this machine, where need be after installing the package. Throws if there is no getting it. */
export function fromDebian(packageName: string, find: () => string | undefined): string {
  const found = find() ?? (installDebianPackage(packageName, { RUNLEVEL: '1' }) ? find() : undefined);
  if (found !== undefined) return found;
  throw new Error(
    `This test needs what Debian's package ${packageName} holds. Install it (apt install ${packageName}), or run the tests ` +
      'as root on Debian or its like, and they install it.',
  );
}

/** The path of a program, those for administrators included. */
export function program(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
