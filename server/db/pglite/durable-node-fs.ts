import fs from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import type { PGlite } from '@electric-sql/pglite';

type EmscriptenOptions = Awaited<ReturnType<NodeFS['init']>>['emscriptenOpts'];

/** What PGlite's own types leave out of Emscripten's file system over Node's. */
interface NodeFiles {
  realPath(node: unknown): string;
  /** Turns an error of Node into the error number that the WebAssembly module expects. */
  tryFSOperation(operation: () => void): void;
  stream_ops: { fsync?: (stream: { nfd: number; node: { mode: number } }) => number };
}

const FILE_TYPE_MASK = 0o170000;
const DIRECTORY = 0o040000;

/**
 * A folder on disk in which PostgreSQL's `fsync` reaches the disk. PGlite's own version ignores the call (and starts
 * PostgreSQL with it switched off), so that a commit it acknowledged can vanish with the power. With the call carried
 * through, PostgreSQL keeps its own promises: for the log at each commit, for the tables at each checkpoint.
 */
export class DurableNodeFS extends NodeFS {
  override async init(pg: PGlite, options: EmscriptenOptions): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    const carryFsync: NonNullable<EmscriptenOptions['preRun']>[number] = (module: unknown) => {
      if (!hasNodeFiles(module)) throw new Error('This PGlite has no file system over Node to make durable.');
      syncToDisk(module.NODEFS);
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), carryFsync] } };
  }
}

function hasNodeFiles(module: unknown): module is { NODEFS: NodeFiles } {
  return typeof module === 'object' && module !== null && 'NODEFS' in module && module.NODEFS !== undefined;
}

function syncToDisk(files: NodeFiles): void {
  files.stream_ops.fsync = ({ nfd, node }) => {
    const isDirectory = (node.mode & FILE_TYPE_MASK) === DIRECTORY;
    // Windows has no handle of a directory that could be flushed; NTFS journals its entries.
    if (isDirectory && process.platform === 'win32') return 0;
    files.tryFSOperation(() => (isDirectory ? fs.fsyncSync(nfd) : fs.fdatasyncSync(nfd)));
    return 0;
  };
}
