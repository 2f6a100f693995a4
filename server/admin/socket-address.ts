import { randomBytes } from 'node:crypto';
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

/**
 * Where to listen, the best first: in the data folder, or in a folder of our own where that path is too long for a
 * socket or its file system, as some that containers share, has none.
 */
export function socketAddresses(dataDir: string): SocketAddress[] {
  if (process.platform === 'win32') return [{ path: `\\\\.\\pipe\\integry-admin-${randomBytes(16).toString('hex')}` }];
  const inDataDir = path.join(dataDir, 'admin.sock');
  const folder = path.join(os.tmpdir(), `integry-admin-${randomBytes(8).toString('hex')}`);
  const elsewhere = { path: path.join(folder, 'admin.sock'), folder };
  const fits = Buffer.byteLength(shortest(inDataDir)) <= LONGEST_PATH;
  return fits ? [{ path: inDataDir }, elsewhere] : [elsewhere];
}

/** The shorter way to write a path from here. */
export function shortest(absolute: string): string {
  if (process.platform === 'win32') return absolute;
  const relative = path.relative(process.cwd(), absolute);
  return relative.length < absolute.length ? relative : absolute;
}
