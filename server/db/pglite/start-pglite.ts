import v8 from 'node:v8';
import { PGlite, types } from '@electric-sql/pglite';
import { DomainError } from '../../errors.ts';
import { parseBytea, parseInt8, parseTimestamp } from '../value-parsers.ts';
import { DurableNodeFS } from './durable-node-fs.ts';

/**
 * PGlite's own parameters without `-F`, which switches fsync off. The method is `fsync` because PGlite's build ignores
 * the call behind `fdatasync`. 16 MB of buffers instead of 128 save half of the memory. There is no checkpointer that
 * keeps the log short, see maintenance.ts.
 */
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['shared_buffers=16MB', 'wal_sync_method=fsync', 'max_wal_size=64MB', 'min_wal_size=32MB'].flatMap((setting) => [
    '-c',
    setting,
  ]),
];

/**
 * V8 would compile what is often used of PostgreSQL once more. One function alone, its interpreter of expressions, takes 600 MB
 * and over a second for that, and no query that we measured is faster for it.
 */
v8.setFlagsFromString('--no-wasm-tier-up');
v8.setFlagsFromString('--no-wasm-dynamic-tiering');

const parsers = {
  [types.INT8]: parseInt8,
  [types.BYTEA]: parseBytea,
  [types.TIMESTAMPTZ]: parseTimestamp,
};

/** Starts PGlite on a folder; an empty one is initialised. Throws `database_unreachable`. */
export async function startPGlite(folder: string): Promise<PGlite> {
  const pglite = new PGlite({ fs: new DurableNodeFS(folder), startParams, parsers });
  try {
    await pglite.waitReady;
    return pglite;
  } catch (cause) {
    const message =
      `The embedded database in ${folder} cannot be opened. Its files are damaged or of another version: ` +
      'restore them from a backup, or name another folder with DATA_DIR.';
    throw new DomainError('database_unreachable', message, { cause });
  }
}
