import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as z from 'zod';
import type { Json } from '#connectors/kit/json.ts';
import { appOfFolder } from '../app-folders.ts';
import { AppFile } from './app-file.ts';
import { pointerStep } from './document/json-pointer.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { parseJson } from './reply/parse-json.ts';

const MAX_ISSUES = 5;

/** Reads an `app.json`, whatever is in it. Throws `ConnectorError('invalid_connector')`. */
export async function readAppJson(file: string): Promise<Json> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw invalidConnector(file, '', 'cannot be read: an app folder needs an app.json', cause);
  });
  return parsedText(file, text);
}

/** Reads and checks the `app.json` of an app folder with a document. Throws as its two halves do. */
export async function readAppFile(file: string): Promise<AppFile> {
  return checkAppFile(file, await readAppJson(file), AppFile);
}

/** Checks an `app.json` of one kind. Throws `ConnectorError('invalid_connector')` that names every wrong place. */
export function checkAppFile<App extends { name: string }>(file: string, given: Json, schema: z.ZodType<App>): App {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw withIssues(file, parsed.error);
  const app = appOfFolder(dirname(file));
  if (parsed.data.name !== app) throw invalidConnector(file, '/name', `must be the folder's name "${app}"`);
  return parsed.data;
}

function parsedText(file: string, text: string) {
  try {
    return parseJson(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalidConnector(file, '', `is not JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`, cause);
  }
}

function withIssues(file: string, error: z.ZodError) {
  const lines = error.issues.slice(0, MAX_ISSUES).map((issue) => {
    const pointer = issue.path.map((step) => pointerStep(String(step))).join('');
    return `${pointer || 'at its top'}: ${issue.message}`;
  });
  const [first = '', ...others] = lines;
  const more = error.issues.length > MAX_ISSUES ? [`and ${error.issues.length - MAX_ISSUES} more`] : [];
  const separator = first.indexOf(': ');
  return invalidConnector(
    file,
    first.slice(0, separator),
    [first.slice(separator + 2), ...others, ...more].join('; '),
    error,
  );
}
