import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a test run has planted, by what it is, and everything that has been kept meanwhile, by where it is. */
export interface Canaries {
  secrets: Readonly<Record<string, readonly string[]>>;
  places: AsyncIterable<Place> | Iterable<Place>;
}

export interface Place {
  name: string;
  content: Buffer | string;
}

/** Every secret that stands somewhere in words: `App-Secret in base/5/1259`. */
export async function findCanaries({ secrets, places }: Canaries): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, content } of places) {
    for (const [what, values] of Object.entries(secrets)) {
      if (values.some((value) => content.includes(value))) found.push(`${what} in ${name}`);
    }
  }
  return found;
}

/** Each file below a folder, but for those of these names. Bytes are looked at as they are: dead rows and logs of changes too. */
export async function* filesBelow(folder: string, leftOut: readonly string[] = []): AsyncGenerator<Place> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((one) => one.isFile() && !leftOut.includes(one.name))) {
    const name = join(entry.parentPath, entry.name);
    yield { name, content: await readFile(name) };
  }
}
