import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';

export interface ConnectorContext {
  /** The operator's own app folders */
  connectorsDir: string;
  workers: WorkerPool;
  print: (line: string) => void;
}

export const shippedApps = join(import.meta.dirname, '../../connectors/apps');

/** The folder of an app that was added or ships. Throws `invalid_argument` where there is none. */
export function appFolder({ connectorsDir }: ConnectorContext, app: string): string {
  const folders = [connectorsDir, shippedApps].map((parent) => join(parent, app));
  const folder = /^[a-z0-9-]+$/.test(app) ? folders.find((path) => existsSync(join(path, 'app.json'))) : undefined;
  if (folder === undefined) {
    throw new ConnectorError('invalid_argument', `There is no app "${app}". "npm run connector list" shows them all.`);
  }
  return folder;
}
