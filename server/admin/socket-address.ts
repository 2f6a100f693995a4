import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** What the smallest of the systems takes for the path of a socket (macOS: 104 bytes with the final NUL). */
const LONGEST_PATH = 103;

export interface SocketAddress {
  /** Absolute, or the name of a pipe on Windows */
  path: string;
  /** Made for the socket alone, to be removed with it */
  folder?: string;
}

/** Where to listen: in the data folder, or where its path is too long for a socket, in a folder of our own. */
export async function newSocketAddress(dataDir: string): Promise<SocketAddress> {
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\integry-admin-${randomBytes(16).toString('hex')}` };
  const inDataDir = path.join(dataDir, 'admin.sock');
  if (Buffer.byteLength(shortest(inDataDir)) <= LONGEST_PATH) {
    // Left by a process that was killed: we hold the folder now.
    await rm(inDataDir, { force: true });
    return { path: inDataDir };
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'integry-admin-'));
  return { path: path.join(folder, 'admin.sock'), folder };
}

/** The shorter way to write a path from here. */
export function shortest(absolute: string): string {
  if (process.platform === 'win32') return absolute;
  const relative = path.relative(process.cwd(), absolute);
  return relative.length < absolute.length ? relative : absolute;
}
