import { readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isObject } from '../openapi/document/json-values.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { checkAppFile, readAppJson } from '../openapi/read-app-file.ts';
import { PieceAppFile } from './app-file.ts';
import type { DescriptionFile } from './description.ts';
import { PieceDescription } from './description.ts';
import { installedPackage, type InstalledPackage } from './installed-package.ts';
import type { WorkerPool } from './worker/worker-pool.ts';

const DEADLINE_MS = 60_000;

/** The app folders in a folder that are of pieces. */
export async function pieceFolders(appsFolder: string): Promise<string[]> {
  const entries = await readdir(appsFolder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
  const paths = folders.map(({ name }) => join(appsFolder, name));
  const isPiece = await Promise.all(paths.map(async (path) => namesPiece(join(path, 'app.json'))));
  return paths.filter((_path, index) => isPiece[index]);
}

async function namesPiece(appFile: string): Promise<boolean> {
  const app = await readAppJson(appFile).catch(() => null);
  return isObject(app) && 'piece' in app;
}

/** Loads an app folder's piece, in a worker, and writes what it can do to `piece.json`. Throws `invalid_connector`. */
export async function describeFolder(folder: string, workers: WorkerPool): Promise<PieceDescription> {
  const directory = resolve(folder);
  const appFile = join(directory, 'app.json');
  const app = checkAppFile(appFile, await readAppJson(appFile), PieceAppFile);
  const installed = await installedPackage(dirname(directory), app.piece, appFile);
  const piece = await describePackage(installed, workers, appFile);
  const content: DescriptionFile = { package: installed.name, version: installed.version, piece };
  const file = join(directory, 'piece.json');
  await writeFile(`${file}.new`, JSON.stringify(content));
  await rename(`${file}.new`, file);
  return piece;
}

/** What an installed piece can do. Throws `invalid_connector` where it cannot be loaded or is of a form we do not know. */
export async function describePackage(
  { name, source }: InstalledPackage,
  workers: WorkerPool,
  appFile: string,
): Promise<PieceDescription> {
  const dial = () => Promise.reject(new Error('A piece that is only described connects to nothing.'));
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const answer = await workers.run(source, { tenant: 'catalogue', task: { type: 'describe' }, dial, signal });
  if (answer.type === 'failure') throw invalidConnector(appFile, '/piece', `${name} cannot be used: ${answer.message}`);
  const parsed = PieceDescription.safeParse(answer.output);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalidConnector(
      appFile,
      '/piece',
      `${name} has a form we do not know, at ${issue?.path.join('.')}`,
      parsed.error,
    );
  }
  return parsed.data;
}
