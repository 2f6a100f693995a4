import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/**
 * `npm run test:rebuild`: builds the last commit twice, here and in a clone with packages of its own, and compares every byte
 * that browsers load: who has the source can tell whether a server serves it.
 */
const root = join(import.meta.dirname, '..');
const parts = ['dist/loader', 'dist/widget'];

function run(command: string, args: string[], cwd: string): string {
  const { status, stdout } = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed, see above.`);
  return stdout;
}

/** By its path below the folder: the digest of each file */
function digests(folder: string): Map<string, string> {
  const files = parts.flatMap((part) => readdirSync(join(folder, part), { recursive: true, withFileTypes: true }));
  return new Map(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(folder, file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

if (run('git', ['status', '--porcelain'], root)) throw new Error('Commit first: what is compared is the last commit.');
const clone = join(mkdtempSync(join(tmpdir(), 'integry-rebuild-')), 'a-place-with-a-longer-name');
try {
  for (const part of parts) rmSync(join(root, part), { recursive: true, force: true });
  run('npm', ['run', 'build'], root);
  run('git', ['clone', '--quiet', '--no-hardlinks', root, clone], root);
  run('npm', ['run', 'build'], clone);
  const [here, there] = [digests(root), digests(clone)];
  const names = new Set([...here.keys(), ...there.keys()]);
  const different = [...names].filter((name) => here.get(name) !== there.get(name));
  for (const name of different) console.error(`✗ ${name}`);
  console.log(`${names.size - different.length} of ${names.size} files are the same, byte by byte.`);
  process.exitCode = different.length > 0 ? 1 : 0;
} finally {
  rmSync(join(clone, '..'), { recursive: true, force: true });
}
