import { readFile } from 'node:fs/promises';
import type { JsonObject } from '#connectors/kit/json.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { parseJson } from '../reply/parse-json.ts';
import type { Document } from './document-node.ts';
import { isObject } from './json-values.ts';
import { prepareSwagger } from './prepare-swagger.ts';

/** The largest documents that vendors publish have 12 MB. */
export const MAX_DOCUMENT_BYTES = 32 * 1024 * 1024;

export type DocumentFormat = 'json' | 'yaml';

/** Reads an OpenAPI 3.x or 2.0 document and brings it to 3.1 or later, so that its schemas are JSON Schema 2020-12. */
export async function readDocument(file: string): Promise<Document> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw invalidConnector(file, '', 'cannot be read: put the OpenAPI document there, or correct "document"', cause);
  });
  return parseDocument(file, bytes, file.endsWith('.json') ? 'json' : 'yaml');
}

/** The same of a document that was read already. `file` is what it is called in errors, `<folder>/<file>`. */
export async function parseDocument(file: string, bytes: Buffer, format: DocumentFormat): Promise<Document> {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw invalidConnector(file, '', 'is larger than 32 MB: keep the operations you need');
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const root = format === 'json' ? readJson(file, text) : await readYaml(file, text);
  if (!isObject(root)) throw invalidConnector(file, '', 'is not an OpenAPI document: its top must be an object');
  return { file, root: await upgraded(file, root) };
}

function readJson(file: string, text: string) {
  try {
    return parseJson(text);
  } catch (cause) {
    throw invalidConnector(file, '', `is not JSON: ${messageOf(cause)}`, cause);
  }
}

async function readYaml(file: string, text: string) {
  const { parse } = await import('yaml');
  try {
    // Through JSON text: aliases become copies, and what only YAML can say (cycles, dates) is gone or refused.
    return parseJson(JSON.stringify(parse(text, { maxAliasCount: 100, schema: 'core' })) ?? 'null');
  } catch (cause) {
    throw invalidConnector(file, '', `is not YAML: ${messageOf(cause)}`, cause);
  }
}

async function upgraded(file: string, root: JsonObject): Promise<JsonObject> {
  const version = root.openapi ?? root.swagger;
  if (typeof version !== 'string' || !/^(?:2\.0|3\.[0-2](?:\..*)?)$/.test(version)) {
    throw invalidConnector(
      file,
      root.swagger === undefined ? '/openapi' : '/swagger',
      'must be 3.x or (swagger) "2.0"',
    );
  }
  if (/^3\.[12]/.test(version)) return root;
  if (root.swagger !== undefined) prepareSwagger(root);
  const { upgrade } = await import('@scalar/openapi-upgrader');
  try {
    const document: unknown = upgrade(root, '3.1');
    return document as JsonObject;
  } catch (cause) {
    throw invalidConnector(file, '', `cannot be brought from OpenAPI ${version} to 3.1: ${messageOf(cause)}`, cause);
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.split('\n')[0]!.replace(/:$/, '') : String(cause);
}
