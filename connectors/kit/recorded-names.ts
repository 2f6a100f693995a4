import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Connector } from './connector.ts';
import { invalidConnector } from './invalid-connector.ts';

/** Names without the app's: what callers have in their code is `<app>-<name>`. */
export const RecordedName = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case words with hyphens, without the app: "add-a-person"');

/** By the id that the function has in the document or the piece */
export type RecordedNames = ReadonlyMap<string, string>;

const NamesFile = z.record(z.string().min(1), RecordedName);

const FILE = 'names.json';

/**
 * The names that an app folder's `names.json` holds; none where it has no such file. Throws
 * `ConnectorError('invalid_connector')` where the file is malformed or gives one name to two functions.
 */
export async function readRecordedNames(folder: string): Promise<RecordedNames> {
  const file = join(folder, FILE);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw invalidConnector(file, '', 'cannot be read', cause);
  });
  return new Map(text === undefined ? [] : entriesIn(file, text));
}

/**
 * Adds to an app folder's `names.json` the functions that it does not name yet. An entry is never altered and never
 * removed: the name of a function that is gone is not given to another. Answers all names.
 */
export async function recordNames(
  folder: string,
  connector: Pick<Connector, 'manifest' | 'functions'>,
): Promise<RecordedNames> {
  const names = new Map(await readRecordedNames(folder));
  const known = names.size;
  for (const { name, sourceId } of connector.functions()) {
    if (sourceId !== undefined && !names.has(sourceId))
      names.set(sourceId, name.slice(connector.manifest.name.length + 1));
  }
  if (names.size === known) return names;
  const file = join(folder, FILE);
  // A reader meets the old file or the new one, never half of it.
  await writeFile(`${file}.new`, `${JSON.stringify(Object.fromEntries(names), null, 2)}\n`);
  await rename(`${file}.new`, file);
  return names;
}

function entriesIn(file: string, text: string): [string, string][] {
  const parsed = NamesFile.safeParse(parsedJson(file, text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalidConnector(
      file,
      (issue?.path ?? []).map((step) => `/${String(step)}`).join(''),
      issue?.message ?? 'is malformed',
      parsed.error,
    );
  }
  const entries = Object.entries(parsed.data);
  const ids = new Map<string, string>();
  for (const [id, name] of entries) {
    const other = ids.get(name);
    if (other !== undefined) throw invalidConnector(file, `/${id}`, `"${name}" is the name of "${other}" too`);
    ids.set(name, id);
  }
  return entries;
}

function parsedJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidConnector(file, '', `is not JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`, cause);
  }
}
