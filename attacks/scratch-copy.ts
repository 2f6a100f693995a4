import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Defence, Edit } from './attack.ts';

const root = join(import.meta.dirname, '..');
/** What is made from the source */
const built = ['dist', '.svelte-kit'];
const leftOut = ['.git', 'data', 'test-results', 'playwright-report', 'node_modules', ...built];
/** What a browser has of them is built. */
const inBrowsers = /^(widget|loader|bridge-protocol)\//;

/** A copy of the project’s source from which defences can be taken out, and put back. */
export class ScratchCopy {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'integry-attacks-'));
    for (const name of readdirSync(root).filter((entry) => !leftOut.includes(entry))) {
      cpSync(join(root, name), join(this.folder, name), { recursive: true, verbatimSymlinks: true });
    }
    for (const name of ['node_modules', ...built]) symlinkSync(join(root, name), join(this.folder, name));
  }

  /** Takes these out; answers what puts them back. Throws where the text of an edit does not stand in its file once. */
  without(defences: readonly Defence[]): () => void {
    const edits = defences.flat();
    for (const { file, from, to } of edits) {
      const place = join(this.folder, file);
      writeFileSync(
        place,
        readFileSync(place, 'utf8').replace(from, () => to),
      );
    }
    const isBuilt = edits.some(({ file }) => inBrowsers.test(file));
    if (isBuilt) this.#build();
    return () => {
      for (const { file } of edits) cpSync(join(root, file), join(this.folder, file));
      if (isBuilt) this.#forgetBuild();
    };
  }

  #build(): void {
    for (const name of built) {
      rmSync(join(this.folder, name));
      cpSync(join(root, name), join(this.folder, name), { recursive: true });
    }
    const { status, stderr } = spawnSync(process.execPath, ['scripts/build.ts'], {
      cwd: this.folder,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`Without the defence it cannot be built:\n${stderr}`);
  }

  #forgetBuild(): void {
    for (const name of built) {
      rmSync(join(this.folder, name), { recursive: true });
      symlinkSync(join(root, name), join(this.folder, name));
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A refactoring that moves a defence has to tell its edit: an edit that changes nothing would prove nothing. */
export function staleEdits(defences: ReadonlyMap<string, Defence>): string[] {
  return [...defences].flatMap(([name, edits]) =>
    edits
      .filter((edit) => countOf(edit) !== 1)
      .map((edit) => `${name}: ${edit.file} has ${countOf(edit)} × ${edit.from}`),
  );
}

function countOf({ file, from }: Edit): number {
  return readFileSync(join(root, file), 'utf8').split(from).length - 1;
}
