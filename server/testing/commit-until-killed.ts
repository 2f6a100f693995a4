import { openDatabase } from '../db/open-database.ts';

/**
 * A process of a test: writes one user after the other into the embedded database of the named folder, in the named
 * workspace, and reports each as soon as its commit was acknowledged.
 */
const [dataDir, workspace, prefix] = process.argv.slice(2);
if (dataDir === undefined || workspace === undefined) throw new Error('Name a folder and a workspace.');
const workspaceId = Number(workspace);
const db = await openDatabase({ dataDir });
process.once('disconnect', () => process.exit());
for (let count = 1; ; count++) {
  const user = { workspace_id: workspaceId, external_id: `${prefix}-${count}` };
  await db.inWorkspace(workspaceId, (tx) => tx.insertInto('users').values(user).execute());
  process.send?.(count);
}
