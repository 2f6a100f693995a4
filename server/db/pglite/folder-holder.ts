import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';

/** Who holds a data folder: what a second process is told, and where it can send administrator's commands. */
export type FolderHolder = z.infer<typeof FolderHolder>;
const FolderHolder = z.object({
  pid: z.int().positive(),
  /** The address of the holder's admin socket, once it listens */
  adminSocket: z.string().optional(),
});

/** Tells other processes about this one, which holds the folder's lock. */
export async function describeHolder(folder: string, details: Omit<FolderHolder, 'pid'>): Promise<void> {
  const draft = `${holderFile(folder)}.${process.pid}`;
  await writeFile(draft, JSON.stringify({ pid: process.pid, ...details }), { mode: 0o600 });
  await rename(draft, holderFile(folder));
}

export async function removeHolder(folder: string): Promise<void> {
  await rm(holderFile(folder), { force: true });
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

function holderFile(folder: string): string {
  return path.join(folder, 'holder.json');
}
