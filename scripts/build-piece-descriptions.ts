import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describeFolder, pieceFolders } from '#connectors/pieces/describe-folder.ts';
import { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';

/**
 * Writes what the shipped pieces can do to `piece.json` in their app folders, so that the server loads none of them before
 * it is used. They are pinned and were looked at, so a machine without bubblewrap can build too.
 */
const apps = join(import.meta.dirname, '../connectors/apps');
const workers = new WorkerPool({ isolation: 'process', size: availableParallelism() });
try {
  const folders = await pieceFolders(apps);
  await Promise.all(folders.map((folder) => describeFolder(folder, workers)));
} finally {
  await workers.close();
}
