import { rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { checkAppFile, readAppJson } from '../openapi/read-app-file.ts';
import { PieceAppFile } from './app-file.ts';
import type { DescriptionFile } from './description.ts';
import { PieceDescription } from './description.ts';
import { installedPackage, type InstalledPackage } from './installed-package.ts';
import type { WorkerPool } from './worker/worker-pool.ts';

export const DESCRIPTION_FILE = 'piece.json';
const DEADLINE_MS = 60_000;

/** Loads an app folder's piece, in a worker, and writes what it can do to `piece.json`. Throws `invalid_connector`. */
export async function describeFolder(folder: string, workers: WorkerPool): Promise<PieceDescription> {
  const directory = resolve(folder);
  const installed = await packageOf(directory);
  const piece = await describePackage(installed, workers);
  const file = join(directory, DESCRIPTION_FILE);
  await writeFile(`${file}.new`, descriptionText(installed, piece));
  await rename(`${file}.new`, file);
  return piece;
}

/** The package behind an app folder of a piece. Throws `invalid_connector`. */
export async function packageOf(folder: string): Promise<InstalledPackage> {
  const appFile = join(folder, 'app.json');
  const app = checkAppFile(appFile, await readAppJson(appFile), PieceAppFile);
  return installedPackage(dirname(folder), app.piece, appFile);
}

/** What stands in `piece.json`. */
export function descriptionText({ name, version }: InstalledPackage, piece: PieceDescription): string {
  const content: DescriptionFile = { package: name, version, piece };
  return JSON.stringify(content);
}

/** What an installed piece can do. Throws `invalid_connector` where it cannot be loaded or is of a form we do not know. */
export async function describePackage(
  { name, version, source }: InstalledPackage,
  workers: WorkerPool,
): Promise<PieceDescription> {
  const dial = () => Promise.reject(new Error('A piece that is only described connects to nothing.'));
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const answer = await workers.run(source, { tenant: 'catalogue', task: { type: 'describe' }, dial, signal });
  if (answer.type === 'failure') throw unusable(`${name} ${version} cannot be used: ${answer.message}`);
  const parsed = PieceDescription.safeParse(answer.output);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.');
  throw unusable(`${name} ${version} is a piece of a form we do not know, at ${place}`, parsed.error);
}

function unusable(message: string, cause?: unknown): ConnectorError {
  return new ConnectorError('invalid_connector', message, { cause });
}
