import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Connector } from '#connectors/kit/connector.ts';
import { readRecordedNames } from '#connectors/kit/recorded-names.ts';
import { findIcon } from '../find-icon.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { checkAppFile, readAppJson } from '../openapi/read-app-file.ts';
import { PieceAppFile } from './app-file.ts';
import { DescriptionFile } from './description.ts';
import { installedPackage } from './installed-package.ts';
import { PieceConnector } from './piece-connector.ts';
import type { WorkerPool } from './worker/worker-pool.ts';

/**
 * The connector of an app folder that names a piece. Nothing of the piece is loaded: `piece.json` says what it can do.
 * Throws `ConnectorError('invalid_connector')`.
 */
export async function loadPieceFolder(folder: string, workers: WorkerPool): Promise<Connector> {
  const directory = resolve(folder);
  const appFile = join(directory, 'app.json');
  const app = checkAppFile(appFile, await readAppJson(appFile), PieceAppFile);
  const installed = await installedPackage(dirname(directory), app.piece, appFile);
  return new PieceConnector({
    ...{ app, appFile, workers },
    piece: await readDescription(directory, installed),
    source: installed.source,
    iconPath: await findIcon(directory),
    recordedNames: await readRecordedNames(directory),
  });
}

async function readDescription(directory: string, installed: { name: string; version: string }) {
  const file = join(directory, 'piece.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw invalidConnector(file, '', 'is missing: describe the piece with "npm run connector describe"', cause);
  });
  const parsed = DescriptionFile.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw invalidConnector(file, '', 'is not what a description looks like: describe the piece anew');
  const { package: name, version, piece } = parsed.data;
  if (name === installed.name && version === installed.version) return piece;
  const problem = `describes ${name} ${version}, but ${installed.version} is installed: describe the piece anew`;
  throw invalidConnector(file, '/version', problem);
}
