import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '#connectors/kit/json.ts';
import { appFolders } from '../app-folders.ts';
import { isObject } from '../openapi/document/json-values.ts';

/** The app folders in a folder that are of pieces. */
export function pieceFolders(parent: string): string[] {
  return appFolders(parent).filter((folder) => pieceOf(folder) !== undefined);
}

/** The package that an app folder's app.json names, whatever else is wrong with the file; undefined where it names none. */
export function pieceOf(folder: string): string | undefined {
  try {
    const app = JSON.parse(readFileSync(join(folder, 'app.json'), 'utf8')) as Json;
    return isObject(app) && typeof app.piece === 'string' ? app.piece : undefined;
  } catch {
    return undefined;
  }
}
