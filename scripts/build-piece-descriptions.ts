import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describeFolder } from '#connectors/pieces/describe-folder.ts';
import { pieceFolders } from '#connectors/pieces/piece-folders.ts';
import { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';

/**
 * Writes what the shipped pieces can do to `piece.json` in their app folders, so that the server loads none of them before
 * it is used. They are pinned and were looked at, so a machine without bubblewrap can build too.
 */
const apps = join(import.meta.dirname, '../connectors/apps');
const workers = new WorkerPool({ isolation: 'process', size: availableParallelism() });
try {
  await Promise.all(pieceFolders(apps).map((folder) => describeFolder(folder, workers)));
} finally {
  await workers.close();
}
