import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';
import type { ConnectorContext } from '../context.ts';

export interface TemporaryContext extends ConnectorContext {
  /** What was printed */
  lines: string[];
  /** The names in the folder of apps, or none where there is no such folder */
  entries(): Promise<string[]>;
  close(): Promise<void>;
}

/** What a command works on: a data folder of its own, which holds nothing yet. */
export async function temporaryContext(): Promise<TemporaryContext> {
  const dataDir = await mkdtemp(join(tmpdir(), 'connector-command-'));
  const connectorsDir = join(dataDir, 'apps');
  const isolation = process.platform === 'linux' ? 'namespaces' : 'process';
  const workers = new WorkerPool({ isolation, size: 1 });
  const lines: string[] = [];
  return {
    ...{ connectorsDir, isolation, workers, lines, allowedInternalHosts: [], egressRoutes: [] },
    print: (line) => lines.push(line),
    entries: async () => (existsSync(connectorsDir) ? (await readdir(connectorsDir)).sort() : []),
    async close() {
      await workers.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
