import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type * as z from 'zod';
import { AppFile } from './app-file.ts';
import { pointerStep } from './document/json-pointer.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { parseJson } from './reply/parse-json.ts';

const MAX_ISSUES = 5;

/** Reads and checks an `app.json`. Throws `ConnectorError('invalid_connector')` that names every wrong place. */
export async function readAppFile(file: string): Promise<AppFile> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw invalidConnector(file, '', 'cannot be read: an app folder needs an app.json', cause);
  });
  const parsed = AppFile.safeParse(parsedText(file, text));
  if (!parsed.success) throw withIssues(file, parsed.error);
  const folder = basename(dirname(file));
  if (parsed.data.name !== folder) throw invalidConnector(file, '/name', `must be the folder's name "${folder}"`);
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
