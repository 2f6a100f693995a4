import { join } from 'node:path';
import type { Connector } from '#connectors/kit/connector.ts';
import { isObject } from './openapi/document/json-values.ts';
import { loadAppFolder, type LoadOptions as DocumentOptions } from './openapi/load-app-folder.ts';
import { readAppJson } from './openapi/read-app-file.ts';
import { loadPieceFolder } from './pieces/load-piece-folder.ts';
import type { WorkerPool } from './pieces/worker/worker-pool.ts';

export interface LoadOptions extends DocumentOptions {
  /** Where pieces run */
  workers: WorkerPool;
}

/**
 * The connector of an app folder (docs/connectors.md), of either kind: `app.json` names a piece, or there is a document
 * beside it. Throws `ConnectorError('invalid_connector')` that names the file, the place in it, and what would be right.
 */
export async function loadConnector(folder: string, options: LoadOptions): Promise<Connector> {
  const app = await readAppJson(join(folder, 'app.json'));
  const isPiece = isObject(app) && 'piece' in app;
  return isPiece ? loadPieceFolder(folder, options.workers) : loadAppFolder(folder, options);
}
