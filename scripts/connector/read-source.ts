import { open } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { MAX_DOCUMENT_BYTES, type DocumentFormat } from '#connectors/openapi/document/read-document.ts';
import { createEgress } from '#server/egress/guarded-fetch.ts';
import { portOf } from '#server/egress/host-names.ts';
import type { ConnectorContext } from './context.ts';

export interface DocumentSource {
  bytes: Buffer;
  format: DocumentFormat;
  /** What it is called in errors, of which the last two steps are shown */
  label: string;
  /** Where it was fetched */
  url?: URL;
}

const FETCH_MS = 60_000;

/** Reads what lies at a path. Throws `invalid_connector`. */
export async function readFileSource(path: string): Promise<DocumentSource> {
  const file = await open(path);
  try {
    // One byte more than is taken shows that there is more; a pipe or a device has no size to ask for.
    const chunks: Buffer[] = [];
    for await (const chunk of file.createReadStream({ end: MAX_DOCUMENT_BYTES })) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    return { bytes, format: formatOf(extname(path), bytes), label: resolve(path) };
  } finally {
    await file.close();
  }
}

/**
 * Fetches what an address leads to, through the guarded way out: whoever named the host has allowed it, be it internal; where
 * it redirects to has to be public. Throws a `ConnectorError`.
 */
export async function fetchSource(
  { allowedInternalHosts, egressRoutes }: Pick<ConnectorContext, 'allowedInternalHosts' | 'egressRoutes'>,
  url: URL,
): Promise<DocumentSource> {
  const named = { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: portOf(url) };
  const limits = { responseSize: MAX_DOCUMENT_BYTES, deadline: FETCH_MS };
  const egress = createEgress({ allowedInternalHosts: [...allowedInternalHosts, named], routes: egressRoutes, limits });
  const place = `${url.origin}${url.pathname}`;
  try {
    const response = await egress
      .fetchTo(['*'])(new Request(url))
      .catch((error: unknown) => {
        throw unfetched(error, place);
      });
    if (!response.ok) throw refused(`${place} answered with status ${response.status}: is it the document's address?`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const type = response.headers.get('content-type') ?? '';
    if (type.includes('text/html') || /^\s*<(?:!doctype|html)/i.test(bytes.toString('utf8', 0, 200))) {
      throw refused(`${place} answered with a web page. Give the address of the JSON or YAML document itself.`);
    }
    const kind = /ya?ml/.test(type) ? '.yaml' : type.includes('json') ? '.json' : extname(url.pathname);
    return { bytes, format: formatOf(kind, bytes), label: `${url.host}${url.pathname}`, url };
  } finally {
    await egress.close();
  }
}

/** By its name or type where that tells, or else by how it starts. */
function formatOf(extension: string, bytes: Buffer): DocumentFormat {
  if (/^\.ya?ml$/i.test(extension)) return 'yaml';
  if (/^\.json$/i.test(extension)) return 'json';
  return /^\uFEFF?\s*[{[]/.test(bytes.toString('utf8', 0, 200)) ? 'json' : 'yaml';
}

function unfetched(error: unknown, place: string): unknown {
  if (!(error instanceof ConnectorError)) return error;
  if (error.code !== 'response_too_large') return refused(`${place} could not be fetched: ${error.message}`, error);
  return refused(`${place} is larger than 32 MB: save it, keep the operations you need, and add the file.`, error);
}

function refused(message: string, cause?: unknown): ConnectorError {
  return new ConnectorError('invalid_connector', message, { cause });
}
