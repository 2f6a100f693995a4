import type { HonoRequest } from 'hono';
import { DomainError } from '../errors.ts';

const MAX_BYTES = 5 * 1024 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The body as text; empty if there is none. Throws `payload_too_large` as soon as it passes 5 MB, and
 * `invalid_argument` if it is not UTF-8.
 */
export async function readBody(request: HonoRequest): Promise<string> {
  const declared = request.header('content-length');
  if (Number(declared ?? 0) > MAX_BYTES) throw tooLarge();
  // Node's parser holds a body to its declared length, so only one without a length has to be counted.
  const bytes = declared === undefined ? await readCounting(request.raw) : await request.raw.arrayBuffer();
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new DomainError('invalid_argument', 'The body has to be UTF-8.', { cause });
  }
}

async function readCounting(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The rest of a body that is too large is not cancelled: that would close the connection before the answer is read.
  for await (const chunk of request.body?.values({ preventCancel: true }) ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): DomainError {
  return new DomainError('payload_too_large', 'The body may have at most 5 MB.');
}
