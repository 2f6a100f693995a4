import { existsSync } from 'node:fs';
import path from 'node:path';
import { appFolders } from '#connectors/app-folders.ts';
import type { Connector } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { loadConnector } from '#connectors/load-connector.ts';
import type { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { DomainError, toDomainError } from '../errors.ts';
import { buildCatalogue } from './build-catalogue.ts';
import type { Catalogue } from './catalogue.ts';

const shippedApps = path.join(import.meta.dirname, '../../connectors/apps');

/**
 * Loads the apps that ship and those of the operator's own folder. A server with an app missing would break its
 * callers later and less clearly, so any broken folder throws `invalid_connector`, with its path.
 */
export async function loadCatalogue(
  db: Database,
  { connectorsDir, isConnectorsDirGiven }: Pick<Config, 'connectorsDir' | 'isConnectorsDirGiven'>,
  workers: WorkerPool,
): Promise<Catalogue> {
  const hasOwn = isConnectorsDirGiven || existsSync(connectorsDir);
  const folders = [shippedApps, ...(hasOwn ? [connectorsDir] : [])].flatMap(foldersIn);
  return buildCatalogue(db, await Promise.all(folders.map((folder) => loadApp(folder, workers))));
}

function foldersIn(parent: string): string[] {
  try {
    return appFolders(parent);
  } catch (cause) {
    throw new DomainError('invalid_connector', `The folder of apps ${parent} cannot be read.`, { cause });
  }
}

async function loadApp(folder: string, workers: WorkerPool): Promise<Connector> {
  try {
    return await loadConnector(folder, { workers });
  } catch (error) {
    if (error instanceof ConnectorError) throw toDomainError(error);
    throw new DomainError('invalid_connector', `The app folder ${folder} cannot be loaded.`, { cause: error });
  }
}
