import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { DomainError } from '../../errors.ts';

/** Who holds a data folder: what a second process is told, and where it can send administrator's commands. */
export type FolderHolder = z.infer<typeof FolderHolder>;
const FolderHolder = z.object({
  pid: z.int().positive(),
  /** The address of the holder's admin socket, once it listens */
  adminSocket: z.string().optional(),
});

export interface FolderLock {
  /** Tells other processes more about this one. */
  describeHolder(details: Omit<FolderHolder, 'pid'>): Promise<void>;
  release(): Promise<void>;
}

const SQLITE_BUSY = 5;

/**
 * Takes the data folder for this process alone, and makes it if need be. Throws `data_folder_locked` if another has it.
 *
 * The lock is the operating system's own lock on a file, taken through SQLite because Node offers no call for it. It
 * ends with the process however that dies, so there is no stale lock to judge, and it also holds between containers,
 * whose process ids mean nothing to each other. The holder's file beside it only informs.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await takeLock(folder);
  const describeHolder = (details: Omit<FolderHolder, 'pid'>) => writeHolder(folder, { pid: process.pid, ...details });
  try {
    await describeHolder({});
  } catch (error) {
    lock.close();
    throw error;
  }
  return {
    describeHolder,
    async release() {
      if (!lock.isOpen) return;
      await rm(holderFile(folder), { force: true });
      lock.close();
    },
  };
}

/** The process that holds the folder, as it described itself; undefined if none did. */
export async function readHolder(folder: string): Promise<FolderHolder | undefined> {
  const text = await readFile(holderFile(folder), 'utf8').catch(() => '');
  try {
    return FolderHolder.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function takeLock(folder: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await import('node:sqlite');
  const lock = new DatabaseSync(path.join(folder, 'lock'));
  try {
    lock.exec('pragma journal_mode = off; pragma busy_timeout = 0; begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    throw await lockRefused(folder, error);
  }
}

async function lockRefused(folder: string, cause: unknown): Promise<DomainError> {
  if (!(cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY)) {
    const message = `The data folder ${folder} cannot be locked: it needs a file system with file locks and write access.`;
    return new DomainError('data_folder_locked', message, { cause });
  }
  const holder = await readHolder(folder);
  const owner = holder ? `process ${holder.pid}` : 'another process';
  const message = `The data folder ${folder} is in use by ${owner}. Stop it, or choose another folder with DATA_DIR.`;
  return new DomainError('data_folder_locked', message, { cause });
}

async function writeHolder(folder: string, holder: FolderHolder): Promise<void> {
  const draft = `${holderFile(folder)}.${process.pid}`;
  await writeFile(draft, JSON.stringify(holder), { mode: 0o600 });
  await rename(draft, holderFile(folder));
}

function holderFile(folder: string): string {
  return path.join(folder, 'holder.json');
}
