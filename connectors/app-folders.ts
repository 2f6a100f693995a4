import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const DRAFT = '_';

/**
 * The app folders in a folder, in the order of their names. No apps: `_acme`, a draft of `acme` or a template; `.acme`; and
 * `node_modules`, the packages of pieces. Throws what `readdirSync` throws.
 */
export function appFolders(parent: string): string[] {
  return folders(parent).filter((folder) => !basename(folder).startsWith(DRAFT));
}

/** The drafts in a folder: what is to become an app folder once it is complete. */
export function draftFolders(parent: string): string[] {
  return folders(parent).filter((folder) => basename(folder).startsWith(DRAFT));
}

/** Where the draft of an app stands. */
export function draftFolder(parent: string, app: string): string {
  return join(parent, `${DRAFT}${app}`);
}

/** What a folder's app is called, be it a draft or not. */
export function appOfFolder(folder: string): string {
  return basename(folder).replace(/^_/, '');
}

function folders(parent: string): string[] {
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .map(({ name }) => join(parent, name))
    .sort();
}
