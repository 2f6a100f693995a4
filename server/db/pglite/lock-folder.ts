import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { DomainError } from '../../errors.ts';
import { describeHolder, readHolder, removeHolder } from './folder-holder.ts';

const SQLITE_BUSY = 5;

/**
 * Takes the data folder for this process alone, and makes it if need be. Throws `data_folder_locked` if another has it,
 * and `invalid_environment` if there can be none. Returns what gives it back.
 *
 * The lock is the operating system's own lock on a file, taken through SQLite because Node offers no call for it. It
 * ends with the process however that dies, so there is no stale lock to judge, and it also holds between containers,
 * whose process ids mean nothing to each other. The holder's file beside it only informs.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await makeFolder(folder);
  const lock = await takeLock(folder);
  try {
    await describeHolder(folder, {});
  } catch (error) {
    lock.close();
    throw error;
  }
  return async () => {
    if (!lock.isOpen) return;
    await removeHolder(folder);
    lock.close();
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no reason given';
    const message = `DATA_DIR ${folder} cannot be made a folder (${reason}). Name one that the server may write to.`;
    throw new DomainError('invalid_environment', message, { cause });
  }
}

async function takeLock(folder: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await import('node:sqlite');
  const lock = new DatabaseSync(path.join(folder, 'lock'), { open: false });
  try {
    lock.open();
    lock.exec('pragma journal_mode = memory; pragma busy_timeout = 0; begin exclusive');
    return lock;
  } catch (error) {
    if (lock.isOpen) lock.close();
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
