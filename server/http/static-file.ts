import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context } from 'hono';

type Encoding = 'br' | 'gzip';

/** A file that everybody may have, in memory, and its compressed forms, made when they are first wanted. */
export interface StaticFile {
  type: string;
  body: Uint8Array<ArrayBuffer>;
  etag: string;
  /** 11 for what is compressed once, less for what is made for each request */
  brotliQuality: number;
  compressed: Partial<Record<Encoding, Promise<Uint8Array<ArrayBuffer>>>>;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const compressible = /^text\/|json|javascript|svg/;

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

export async function readStaticFile(file: string): Promise<StaticFile> {
  return staticFile(new Uint8Array(await readFile(file)), types[extname(file)] ?? 'application/octet-stream');
}

export function staticFile(body: Uint8Array<ArrayBuffer>, type: string, brotliQuality = 11): StaticFile {
  const etag = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return { type, body, etag, brotliQuality, compressed: {} };
}

/** Answers with the file, compressed as the client likes it, or with 304 where it has it already. */
export async function sendFile(c: Context, file: StaticFile, headers: Record<string, string>): Promise<Response> {
  const encoding = compressible.test(file.type) ? preferredEncoding(c.req.header('accept-encoding')) : undefined;
  const etag = `"${file.etag}${encoding ? `-${encoding}` : ''}"`;
  const all = { ...headers, ETag: etag, Vary: 'Accept-Encoding' };
  if (c.req.header('if-none-match')?.includes(etag)) return c.body(null, 304, all);
  if (!encoding) return c.body(file.body, 200, { ...all, 'Content-Type': file.type });
  file.compressed[encoding] ??= compress(file, encoding);
  const body = await file.compressed[encoding];
  return c.body(body, 200, { ...all, 'Content-Type': file.type, 'Content-Encoding': encoding });
}

function preferredEncoding(header = ''): Encoding | undefined {
  const accepted = header
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';', 1)[0]);
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding));
}

async function compress({ body, brotliQuality }: StaticFile, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality };
  return new Uint8Array(await (encoding === 'br' ? compressBrotli(body, { params }) : compressGzip(body)));
}
