import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { invalidConnector } from '../openapi/invalid-connector.ts';
import type { PieceSource } from './worker/worker-pool.ts';

const PackageFile = z.object({ name: z.string(), version: z.string(), main: z.string().default('index.js') });

export interface InstalledPackage {
  name: string;
  version: string;
  source: PieceSource;
}

/** A package in the folder of packages beside app folders. Throws `ConnectorError('invalid_connector')` where it is none. */
export async function installedPackage(appsFolder: string, name: string, appFile: string): Promise<InstalledPackage> {
  const packages = join(appsFolder, 'node_modules');
  try {
    const text = await readFile(join(packages, name, 'package.json'), 'utf8');
    const { version, main } = PackageFile.parse(JSON.parse(text));
    return { name, version, source: { packages, entry: join(name, main) } };
  } catch (cause) {
    throw invalidConnector(appFile, '/piece', `${name} is not installed beside the app folders`, cause);
  }
}
