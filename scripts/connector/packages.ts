import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { appFolders, appOfFolder, draftFolders } from '#connectors/app-folders.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { pieceOf } from '#connectors/pieces/piece-folders.ts';
import { invalidArgument } from './context.ts';
import { npm } from './npm.ts';

/** The packages that stand beside the operator's app folders, pinned by version and integrity in package-lock.json there. */

const Names = z.record(z.string(), z.string()).default({});
const Manifest = z.looseObject({ dependencies: Names });
/** What `npm pack` says of what it would pack */
const PackedFiles = z.tuple([z.object({ name: z.string() })]);
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
  await readManifest(folder);
  const isTarball = spec.endsWith('.tgz');
  const name = isTarball ? nameInTarball(spec) : spec.replace(/(?<=.)@[^@/]*$/, '');
  if (appsOf(folder, name).length > 0) return sharedPackage(folder, name, spec);
  const isNewFolder = !existsSync(folder);
  const undo = async () => {
    await uninstallPackage(folder, name);
    if (isNewFolder) await rmdir(folder).catch(() => undefined);
  };
  await mkdir(folder, { recursive: true });
  if (!existsSync(join(folder, 'package.json'))) await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  try {
    npm(folder, ['install', '--save-exact', isTarball ? resolve(spec) : spec], `npm could not install ${spec}`);
    await checkSelfContained(folder, name);
  } catch (error) {
    await undo();
    throw error;
  }
  return { name, undo };
}

/** Takes a package away, unless an app or a draft is still of it; where it was the last one, all that was made for it. */
export async function uninstallPackage(folder: string, name: string): Promise<void> {
  if (appsOf(folder, name).length > 0) return;
  const { dependencies, ...rest } = await readManifest(folder);
  const others = Object.keys(dependencies).filter((one) => one !== name);
  const isOurs = Object.keys(rest).every((key) => key === 'private');
  if (isOurs && others.length === 0) {
    const made = ['node_modules', 'package-lock.json', 'package.json'];
    for (const entry of made) await rm(join(folder, entry), { recursive: true, force: true });
  } else if (Object.hasOwn(dependencies, name)) {
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
  if ([name, `${name}@${version}`].includes(spec)) return { name, undo: async () => {} };
  const apps = appsOf(folder, name).join(', ');
  throw invalidArgument(`${name} ${version} is installed for ${apps}, and there can be one version at a time.`);
}

function nameInTarball(file: string): string {
  const what = `npm could not read ${file}`;
  const parsed = PackedFiles.safeParse(npm(dirname(resolve(file)), ['pack', resolve(file), '--dry-run'], what));
  if (parsed.success) return parsed.data[0].name;
  throw new ConnectorError('invalid_connector', `${what}: it is no package.`, { cause: parsed.error });
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

/** Empty where there is none yet. */
async function readManifest(folder: string): Promise<z.infer<typeof Manifest>> {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return { dependencies: {} };
  try {
    return Manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new ConnectorError('invalid_connector', `${file} is not what npm writes: correct or remove it.`, { cause });
  }
}
