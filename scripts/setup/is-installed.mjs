import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[] }} LockedPackage
 */

/**
 * Whether node_modules holds what package-lock.json asks for, by the record that npm leaves there after each complete install:
 * an install that was done by hand counts, one that was interrupted does not. Packages for other platforms are absent by right.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (!wanted) throw new Error('package-lock.json is missing or is no JSON: restore it, then start again.');
  if (!installed) return false;
  return Object.entries(wanted).every(([path, locked]) => {
    const found = installed[path];
    if (!found) return path === '' || locked.optional === true;
    return found.version === locked.version && found.integrity === locked.integrity;
  });
}

/** @param {string} file @returns {Record<string, LockedPackage> | undefined} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
