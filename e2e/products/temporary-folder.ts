import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  path: string;
  remove(): void;
}

/** A folder for a product's data. It goes when it is removed, or with this process where the product did not even start. */
export function temporaryFolder(product: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `integry-${product}-`));
  const remove = (): void => {
    process.off('exit', remove);
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', remove);
  return { path, remove };
}
