import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Connector } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { readDocument } from '#connectors/openapi/document/read-document.ts';
import { draftAppFile } from '#connectors/openapi/draft/draft-app-file.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';

export interface DocumentTask {
  /** The document's path */
  file: string;
  /** Where the app folder is made */
  folder: string;
  name: string;
}

export type DocumentResult = { milliseconds: number } & (
  | { loaded: true; functions: number; skipped: string[]; verified: boolean; invalid: string[] }
  | { loaded: false; reason: string; named: boolean }
);

/** Makes an app folder of a bare document, loads it, and compiles each signature. Only the loading is timed. */
export async function loadDocument({ file, folder, name }: DocumentTask): Promise<DocumentResult> {
  const directory = join(folder, name);
  await mkdir(directory, { recursive: true });
  const document = join(directory, 'openapi.json');
  await copyFile(file, document);
  let started = now();
  try {
    const { app } = draftAppFile(await readDocument(document), { name });
    await writeFile(join(directory, 'app.json'), JSON.stringify(app));
    started = now();
    const connector = await loadAppFolder(directory);
    const milliseconds = now() - started;
    const skipped = (connector.skipped ?? []).map(({ reason }) => reason);
    const functions = connector.functions().length;
    return {
      loaded: true,
      milliseconds,
      functions,
      skipped,
      verified: !!app.verify,
      invalid: invalidSignatures(connector),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { loaded: false, milliseconds: now() - started, reason, named: error instanceof ConnectorError };
  } finally {
    await rm(directory, { recursive: true });
  }
}

function invalidSignatures(connector: Connector): string[] {
  const options = {
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    code: { optimize: false },
  };
  const ajv = new Ajv2020({ ...options, addUsedSchema: false });
  addFormats(ajv);
  return connector.functions().flatMap(({ name, parameters }) => {
    try {
      ajv.compile(parameters);
      return [];
    } catch (error) {
      return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}

/** Of this thread's own work: other processes on the machine do not make a document slow. */
function now(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
