import type { Context } from 'hono';
import { sendFile, staticFile } from './static-file.ts';

/** Made for each request: the quality at which brotli is worth its time */
const BROTLI_QUALITY = 4;

/**
 * Answers with JSON, compressed: for long answers that hold no secret, since a compressed secret can be guessed by its
 * length.
 */
export function sendJson(c: Context, value: unknown): Promise<Response> {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return sendFile(c, staticFile(body, 'application/json', BROTLI_QUALITY), { 'Cache-Control': 'no-store' });
}
