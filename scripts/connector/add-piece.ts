import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { recordNames } from '#connectors/kit/recorded-names.ts';
import type { PieceAppFile } from '#connectors/pieces/app-file.ts';
import { describeFolder } from '#connectors/pieces/describe-folder.ts';
import { findHosts } from '#connectors/pieces/find-hosts.ts';
import { installedPackage, type InstalledPackage } from '#connectors/pieces/installed-package.ts';
import { loadPieceFolder } from '#connectors/pieces/load-piece-folder.ts';
import type { AddOptions } from './add.ts';
import type { ConnectorContext } from './context.ts';
import { reportConnector } from './report.ts';

/**
 * Installs the package beside the operator's app folders, pinned by version and integrity in package-lock.json there and
 * without its install scripts; loads it in a worker; and writes its app folder. Throws `invalid_connector`.
 */
export async function addPiece(context: ConnectorContext, spec: string, options: AddOptions): Promise<void> {
  const { connectorsDir, workers, print } = context;
  const packageName = spec.replace(/(?<=.)@[^@/]*$/, '');
  const name = options.name ?? packageName.replace(/^.*\//, '').replace(/^piece-/, '');
  const folder = join(connectorsDir, name);
  if (existsSync(folder)) {
    throw new ConnectorError('invalid_argument', `There is an app "${name}" already: remove it, or choose a --name.`);
  }
  await install(connectorsDir, spec);
  try {
    const installed = await installedPackage(connectorsDir, packageName, join(folder, 'app.json'));
    await mkdir(folder, { recursive: true });
    await writeAppFile(folder, await draft(name, installed, options));
    const piece = await describeFolder(folder, workers);
    await writeAppFile(folder, await draft(name, installed, options, piece));
    const connector = await loadPieceFolder(folder, workers);
    await recordNames(folder, connector);
    reportConnector(context, connector, piece.triggers.length);
    print(`\nAdded as ${folder}, pinned to ${installed.version}. See app.json's hosts: nothing else can be reached.`);
    print('Start the server again to offer it.');
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    npm(connectorsDir, ['uninstall', packageName]);
    throw error;
  }
}

async function install(connectorsDir: string, spec: string): Promise<void> {
  await mkdir(connectorsDir, { recursive: true });
  const manifest = join(connectorsDir, 'package.json');
  if (!existsSync(manifest)) await writeFile(manifest, '{ "private": true }\n');
  if (npm(connectorsDir, ['install', '--save-exact', spec]) === 0) return;
  throw new ConnectorError('invalid_connector', `npm could not install ${spec}, see above.`);
}

/** Without install scripts: they are how a bad package gets to run outside its worker. */
function npm(cwd: string, args: string[]): number | null {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', [...args, ...quiet], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  return status;
}

async function draft(
  name: string,
  installed: InstalledPackage,
  { host }: AddOptions,
  piece?: { title: string; description: string },
): Promise<z.input<typeof PieceAppFile>> {
  const code = await readFile(join(installed.source.packages, installed.source.entry), 'utf8');
  const hosts = host ?? findHosts(code);
  if (hosts.length === 0) {
    const problem = `The hosts of ${installed.name} cannot be seen from its code: name them with --host, "{field}" where users enter one.`;
    throw new ConnectorError('invalid_connector', problem);
  }
  const title = piece?.title || name;
  return {
    name,
    title,
    description: piece?.description || `Functions of ${title}`,
    hosts: [...hosts],
    piece: installed.name,
  };
}

async function writeAppFile(folder: string, app: z.input<typeof PieceAppFile>): Promise<void> {
  await writeFile(join(folder, 'app.json'), `${JSON.stringify(app, null, 2)}\n`);
}
