import { DomainError } from '../errors.ts';
import { lockFolder } from '../db/pglite/lock-folder.ts';

/** A process of a test: tries for the data folder named on the command line, says how that went, and keeps it. */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name a folder.');
try {
  await lockFolder(folder);
  process.send?.('held');
  process.once('disconnect', () => process.exit());
} catch (error) {
  process.send?.(error instanceof DomainError ? error.code : String(error), () => process.exit());
}
