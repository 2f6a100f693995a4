import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A small page for whoever opens the address by hand. Nothing may frame it. */
export function errorPage(
  c: Context,
  status: ContentfulStatusCode,
  { title, text }: { title: string; text: string },
): Response {
  const page = html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" /><title>${title}</title>
      <h1>${title}</h1>
      <p>${text}</p>
    </html>`;
  return c.body(String(page), status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
  });
}
