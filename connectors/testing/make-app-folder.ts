import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connector } from '../kit/connector.ts';
import { loadAppFolder } from '../openapi/load-app-folder.ts';
import type { Environment } from '../openapi/settings.ts';

export interface AppFolderContent {
  /** Laid over an app.json that would do for most documents */
  app?: Record<string, unknown>;
  document: Record<string, unknown> | string;
  /** names.json */
  names?: Record<string, string>;
  environment?: Environment;
}

const APP = {
  name: 'test',
  title: 'Test',
  description: 'An app of a test',
  hosts: ['127.0.0.1', 'api.example.com'],
  auth: { key: { type: 'api_key', send: { in: 'header', name: 'X-Key' } } },
  verify: { operationId: 'me', externalId: '/id', displayName: '/name' },
};

/** Loads an app folder made on the spot; it is gone again when this returns. */
export async function loadTestApp({
  app = {},
  document,
  names,
  environment = {},
}: AppFolderContent): Promise<Connector> {
  const parent = await mkdtemp(join(tmpdir(), 'app-folder-'));
  const content: Record<string, unknown> = { ...APP, ...app };
  const folder = join(parent, String(content.name));
  const file = typeof content.document === 'string' ? content.document : 'openapi.json';
  try {
    await mkdir(folder);
    await writeFile(join(folder, 'app.json'), JSON.stringify(content));
    await writeFile(join(folder, file), typeof document === 'string' ? document : JSON.stringify(document));
    if (names) await writeFile(join(folder, 'names.json'), JSON.stringify(names));
    return await loadAppFolder(folder, { environment });
  } finally {
    await rm(parent, { recursive: true });
  }
}

/** An OpenAPI 3.1 document with these paths, and the `me` that `verify` calls. */
export function documentOf(origin: string, paths: Record<string, unknown>, rest: Record<string, unknown> = {}) {
  return {
    openapi: '3.1.0',
    info: { title: 'Test', version: '1' },
    servers: [{ url: origin }],
    paths: { ...paths, '/me': { get: { operationId: 'me', responses: {} } } },
    ...rest,
  };
}

export const testCredentials = { scheme: 'key', type: 'api_key', values: { api_key: 'secret-key' } } as const;
