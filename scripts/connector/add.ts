import { existsSync } from 'node:fs';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { addDocument } from './add-document.ts';
import { addPiece } from './add-piece.ts';
import type { ConnectorContext } from './context.ts';

export interface AddOptions {
  name?: string;
  host?: readonly string[];
}

const packageName = /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*(?:@[\w.^~-]+)?$/;

/**
 * Adds what the source is: a file or a URL is a document, everything else an npm package. Throws a `ConnectorError` that says
 * what is wrong with it and where; nothing is left behind then.
 */
export async function addConnector(context: ConnectorContext, source: string, options: AddOptions): Promise<void> {
  if (/^https?:/.test(source) || existsSync(source)) return addDocument(context, source, options);
  if (packageName.test(source) && !/\.(json|ya?ml)$/.test(source)) return addPiece(context, source, options);
  throw new ConnectorError('invalid_argument', `${source} is no file, no https URL and no name of an npm package.`);
}
