import { canIsolate } from '#connectors/pieces/worker/isolation.ts';
import { installDebianPackage } from '../debian-package.ts';

/** Before all tests of vitest or Playwright, on Linux: bubblewrap, the system’s or, as root on Debian, one from apt. */
export default async function setUp(): Promise<void> {
  if (process.platform !== 'linux' || (await canIsolate('namespaces'))) return;
  if (installDebianPackage('bubblewrap') && (await canIsolate('namespaces'))) return;
  throw new Error(
    'The tests of pieces need bubblewrap, with unprivileged user namespaces allowed. Install it (on Debian: apt install bubblewrap) ' +
      'and see that "bwrap --unshare-all --ro-bind / / true" succeeds.',
  );
}
