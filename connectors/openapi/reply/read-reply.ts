import { Buffer } from 'node:buffer';
import type { Json } from '#connectors/kit/json.ts';
import { parseJson } from './parse-json.ts';

/** The vendor's answer: what `invoke` gives out, and the headers that paging may need. */
export interface Reply {
  status: number;
  headers: Headers;
  output: Json;
  /** Where the answer came from, after redirects */
  url: string;
}

/**
 * JSON is parsed, text stays text, anything else is `{content_type, base64}`, nothing is null. What calls itself JSON
 * and is not stays text. The size is limited by the fetch that the reply came from.
 */
export async function readReply(response: Response, requestUrl: string): Promise<Reply> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const contentType = response.headers.get('content-type') ?? '';
  const { status, headers } = response;
  return { status, headers, output: outputOf(bytes, contentType), url: response.url || requestUrl };
}

function outputOf(bytes: Buffer, contentType: string): Json {
  if (bytes.length === 0) return null;
  const type = contentType.split(';')[0]!.trim().toLowerCase();
  if (type === '' || isText(type)) {
    const text = decode(bytes, contentType);
    return text !== undefined && (type === '' || isJson(type)) ? parsedOr(text) : (text ?? asFile(bytes, type));
  }
  return asFile(bytes, type);
}

function asFile(bytes: Buffer, type: string): Json {
  return { content_type: type || 'application/octet-stream', base64: bytes.toString('base64') };
}

function isJson(type: string): boolean {
  return /(?:\/|\+|-)json$/.test(type) || type === 'text/javascript';
}

function isText(type: string): boolean {
  return (
    type.startsWith('text/') ||
    isJson(type) ||
    /(?:\/|\+)(?:xml|yaml|javascript|x-www-form-urlencoded|graphql|n-triples|n-quads|trig|sparql-[a-z-]+)$/.test(type)
  );
}

function parsedOr(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** Undefined where the bytes are none of the charset's, and so no text. */
function decode(bytes: Buffer, contentType: string): string | undefined {
  const charset = /charset="?([^\s;"]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: contentType === '' }).decode(bytes);
  } catch {
    return contentType === '' ? undefined : bytes.toString('utf8');
  }
}
