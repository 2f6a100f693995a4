import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import type { PieceSource } from './worker/worker-pool.ts';

const PackageFile = z.object({ name: z.string(), version: z.string(), main: z.string().default('index.js') });

export interface InstalledPackage {
  name: string;
  version: string;
  source: PieceSource;
}

/** Of the pieces that ship. They are no part of the project's own packages: nobody but a worker loads them. */
const shippedPackages = join(import.meta.dirname, 'packages/node_modules');

/** A package that stands beside app folders, or ships. Throws `ConnectorError('invalid_connector')` where it is none. */
export async function installedPackage(appsFolder: string, name: string, appFile: string): Promise<InstalledPackage> {
  const own = join(appsFolder, 'node_modules');
  const packages = existsSync(join(own, name)) ? own : shippedPackages;
  try {
    const text = await readFile(join(packages, name, 'package.json'), 'utf8');
    const { version, main } = PackageFile.parse(JSON.parse(text));
    return { name, version, source: { packages, entry: join(name, main) } };
  } catch (cause) {
    throw invalidConnector(
      appFile,
      '/piece',
      `${name} is not installed: add the app by "npm run connector add"`,
      cause,
    );
  }
}
