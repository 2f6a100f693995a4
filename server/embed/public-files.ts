import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '../errors.ts';
import { readStaticFile, type StaticFile } from '../http/static-file.ts';
import { loadShell, type Shell } from './shell.ts';

/** What `npm run build` makes, read once at start: a request never touches the file system. */
export interface PublicFiles {
  shell: Shell;
  /** By file name */
  loader: ReadonlyMap<string, StaticFile>;
  /** By path below the assets' base, with `/` between its parts */
  assets: ReadonlyMap<string, StaticFile>;
}

export const builtFiles = path.join(import.meta.dirname, '../../dist');

/** Throws `invalid_environment` where the build is missing. */
export async function loadPublicFiles(assetsUrl: string, dist = builtFiles): Promise<PublicFiles> {
  try {
    const [shell, loader, assets] = await Promise.all([
      loadShell(path.join(dist, 'widget/index.html'), assetsUrl),
      readFolder(path.join(dist, 'loader')),
      readFolder(path.join(dist, 'widget')),
    ]);
    return { shell, loader, assets };
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError('invalid_environment', `The built files are missing in ${dist}. Run: npm run build`, {
      cause,
    });
  }
}

/** Pages are not among them: the shell is served with its workspace's policy only. Nor are compressed copies. */
async function readFolder(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !/\.(html|br|gz)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(
        async (file) => [path.relative(folder, file).split(path.sep).join('/'), await readStaticFile(file)] as const,
      ),
    ),
  );
}
