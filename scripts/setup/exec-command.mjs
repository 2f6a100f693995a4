import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm start` says `exec node …`, so that no shell stands between npm and the starter: one that is ended by Ctrl-C would report a
 * failure. The Windows shell knows no `exec`, and finds this one in npm's PATH.
 *
 * @param {string} root
 */
export function provideExec(root) {
  if (process.platform !== 'win32') return;
  writeFileSync(join(root, 'node_modules', '.bin', 'exec.cmd'), '@%*\r\n');
}
