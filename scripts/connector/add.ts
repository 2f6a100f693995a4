import { statSync } from 'node:fs';
import { addDocument } from './add-document.ts';
import { addPiece } from './add-piece.ts';
import { invalidArgument, type ConnectorContext } from './context.ts';
import { fetchSource, readFileSource } from './read-source.ts';

export interface AddOptions {
  name?: string;
  host?: readonly string[];
}

/** A name, and perhaps a version or a tag. Where else npm could install from, nothing can be pinned. */
const packageSpec = /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*(?:@[\w.^~-]+)?$/;
const hostPattern = /^(?:\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\{[\w-]+\}(?:\.[a-z0-9-]+)*)$/;

/**
 * Adds what the source is: a file or a URL is a document, but for a tarball; everything else is an npm package. Throws a
 * `ConnectorError` that says what is wrong with it and where; nothing but a draft is left behind then.
 */
export async function addConnector(context: ConnectorContext, source: string, options: AddOptions): Promise<void> {
  for (const host of options.host ?? []) {
    if (hostPattern.test(host)) continue;
    throw invalidArgument(
      `--host ${host}: name a host such as api.example.com or *.example.com, in lower case, without scheme, port and path.`,
    );
  }
  if (/^https?:/i.test(source)) return addDocument(context, await fetchSource(context, urlOf(source)), options);
  const found = statSync(source, { throwIfNoEntry: false });
  if (found?.isFile() && source.endsWith('.tgz')) return addPiece(context, source, options);
  if (found && !found.isDirectory()) return addDocument(context, await readFileSource(source), options);
  if (packageSpec.test(source) && !/\.(?:json|ya?ml|tgz)$/i.test(source)) return addPiece(context, source, options);
  if (found) throw invalidArgument(`${source} is a folder: name the document in it.`);
  throw invalidArgument(`${source} is no file, no https URL and no name of an npm package.`);
}

function urlOf(source: string): URL {
  const url = URL.parse(source);
  if (url?.hostname && !url.username && !url.password) return url;
  throw invalidArgument(
    'A URL must be one such as https://api.example.com/openapi.json, without user name and password.',
  );
}
