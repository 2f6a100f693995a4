import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The path of an app folder's icon. */
export async function findIcon(directory: string): Promise<string | null> {
  for (const name of ['icon.svg', 'icon.png']) {
    const file = join(directory, name);
    const found = await stat(file).catch(() => null);
    if (found?.isFile()) return file;
  }
  return null;
}
