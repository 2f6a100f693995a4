import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Defence, Edit } from './attack.ts';

const root = join(import.meta.dirname, '..');
/** What is no source: shared with the project where a test needs it, and else left out. */
const shared = ['node_modules', 'dist', '.svelte-kit'];
const leftOut = ['.git', 'data', 'test-results', 'playwright-report', ...shared];

/** A copy of the project’s source from which defences can be taken out, and put back. */
export class ScratchCopy {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'integry-attacks-'));
    for (const name of readdirSync(root).filter((entry) => !leftOut.includes(entry))) {
      cpSync(join(root, name), join(this.folder, name), { recursive: true, verbatimSymlinks: true });
    }
    for (const name of shared) symlinkSync(join(root, name), join(this.folder, name));
  }

  /** Takes these out; answers what puts them back. Throws where the text of an edit does not stand in its file once. */
  without(defences: readonly Defence[]): () => void {
    const edits = defences.flatMap((defence) => defence.edits);
    for (const { file, from, to } of edits) {
      const place = join(this.folder, file);
      writeFileSync(
        place,
        readFileSync(place, 'utf8').replace(from, () => to),
      );
    }
    return () => {
      for (const { file } of edits) cpSync(join(root, file), join(this.folder, file));
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A refactoring that moves a defence has to tell its edit: an edit that changes nothing would prove nothing. */
export function staleEdits(defences: readonly Defence[]): string[] {
  return defences.flatMap(({ id, edits }) =>
    edits
      .filter((edit) => countOf(edit) !== 1)
      .map((edit) => `${id}: ${edit.file} has ${countOf(edit)} × ${edit.from}`),
  );
}

function countOf({ file, from }: Edit): number {
  return readFileSync(join(root, file), 'utf8').split(from).length - 1;
}
