import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { initialiseFolder } from './initialise-folder.ts';
import { templateFolder } from './template.ts';

/**
 * Makes a PostgreSQL folder: a copy of the build's template, or by initdb where there is none. It gets its name only
 * when it is complete and on disk, so a start that was interrupted leaves nothing that the next one would trust.
 */
export async function createFolder(folder: string): Promise<void> {
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  const template = templateFolder();
  if (existsSync(template)) await copyFolder(template, draft);
  else await (await initialiseFolder(draft)).close();
  await rename(draft, folder);
  await syncFolder(path.dirname(folder));
}

async function copyFolder(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const source = path.join(from, entry.name);
      const target = path.join(to, entry.name);
      if (!entry.isDirectory()) return copyToDisk(source, target);
      await mkdir(target, { mode: 0o700 });
      return copyFolder(source, target);
    }),
  );
  await syncFolder(to);
}

async function copyToDisk(source: string, target: string): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  const file = await open(target, 'r+');
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Puts the names in a folder on disk. Windows cannot open a folder, and NTFS journals its names. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
