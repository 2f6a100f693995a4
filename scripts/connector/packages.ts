import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { appFolders, appOfFolder, draftFolders } from '#connectors/app-folders.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { pieceOf } from '#connectors/pieces/piece-folders.ts';
import { invalidArgument } from './context.ts';
import { npm } from './npm.ts';

/** The packages that stand beside the operator's app folders, pinned by version and integrity in package-lock.json there. */

const Names = z.record(z.string(), z.string()).default({});
const Manifest = z.object({ dependencies: Names });
const PackageFile = z.object({
  version: z.string(),
  dependencies: Names,
  optionalDependencies: Names,
  peerDependencies: Names,
});

export interface NewPackage {
  name: string;
  /** Takes it away again, unless it was there before */
  undo: () => Promise<void>;
}

/**
 * Installs a package that depends on no other: by its name and perhaps version, or a tarball. Nothing of it is run. Throws
 * `invalid_connector`, and leaves nothing behind then.
 */
export async function installPackage(folder: string, spec: string): Promise<NewPackage> {
  const before = await dependenciesOf(folder);
  const asked = spec.endsWith('.tgz') ? undefined : spec.replace(/(?<=.)@[^@/]*$/, '');
  if (asked !== undefined && appsOf(folder, asked).length > 0) return sharedPackage(folder, asked, spec);
  const isNewFolder = !existsSync(folder);
  await mkdir(folder, { recursive: true });
  if (!existsSync(join(folder, 'package.json'))) await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const undo = async (name?: string) => {
    await uninstallPackage(folder, name);
    if (isNewFolder) await rm(folder, { recursive: true, force: true });
  };
  try {
    npm(
      folder,
      ['install', '--save-exact', asked === undefined ? resolve(spec) : spec],
      `npm could not install ${spec}`,
    );
  } catch (error) {
    await undo();
    throw error;
  }
  const after = await dependenciesOf(folder);
  const name = asked ?? Object.keys(after).find((one) => after[one] !== before[one]);
  if (name === undefined) throw invalidArgument(`${spec} is installed already.`);
  try {
    await checkSelfContained(folder, name);
  } catch (error) {
    await undo(name);
    throw error;
  }
  return { name, undo: () => undo(name) };
}

/** Takes a package away, unless an app or a draft is still of it; where it was the last one, all that npm has made. */
export async function uninstallPackage(folder: string, name?: string): Promise<void> {
  if (name !== undefined && appsOf(folder, name).length > 0) return;
  const dependencies = await dependenciesOf(folder);
  const others = Object.keys(dependencies).filter((one) => one !== name);
  if (others.length === 0) {
    const made = ['node_modules', 'package-lock.json', 'package.json'];
    for (const entry of made) await rm(join(folder, entry), { recursive: true, force: true });
  } else if (name !== undefined && Object.hasOwn(dependencies, name)) {
    npm(folder, ['uninstall', name], `npm could not remove ${name}`);
  }
}

/** The apps and drafts of a package. */
function appsOf(folder: string, name: string): string[] {
  if (!existsSync(folder)) return [];
  const folders = [...appFolders(folder), ...draftFolders(folder)];
  return folders.filter((one) => pieceOf(one) === name).map(appOfFolder);
}

/** A second app of a package runs on what the first one does. */
async function sharedPackage(folder: string, name: string, spec: string): Promise<NewPackage> {
  const { version } = await packageFile(folder, name);
  const wanted = spec.slice(name.length + 1);
  if (wanted !== '' && wanted !== version) {
    const apps = appsOf(folder, name).join(', ');
    throw invalidArgument(`${name} ${version} is installed for ${apps}, and there can be one version at a time.`);
  }
  return { name, undo: async () => {} };
}

/**
 * Pieces of the older form bring dozens of packages and have no way to connect. What they are shows before anything of them
 * is loaded.
 */
async function checkSelfContained(folder: string, name: string): Promise<void> {
  const { version, ...dependencies } = await packageFile(folder, name);
  const names = Object.values(dependencies).flatMap((group) => Object.keys(group));
  if (names.length === 0) return;
  const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  throw new ConnectorError(
    'invalid_connector',
    `${name} ${version} depends on other packages (${some}), so it is no piece that can be used: those are single files ` +
      'without dependencies, as they are published since June 2026, and older ones are not. Nothing of it was run. Add the ' +
      'app by its OpenAPI document, or see whether there is a newer version.',
  );
}

async function packageFile(folder: string, name: string): Promise<z.infer<typeof PackageFile>> {
  const text = await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8');
  return PackageFile.parse(JSON.parse(text));
}

async function dependenciesOf(folder: string): Promise<Record<string, string>> {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return {};
  const parsed = Manifest.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data.dependencies;
  throw new ConnectorError('invalid_connector', `${file} is not what npm writes: correct or remove it.`);
}
