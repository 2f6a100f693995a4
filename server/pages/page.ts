import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Locale } from '#bridge-protocol/locale.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A file of this folder that stands in a page as it is. */
export interface Inline {
  element: HtmlEscapedString;
  /** Its entry in the page's policy (CSP 3 section 2.3.1) */
  hash: string;
}

export function readInline(name: string, tag: 'script' | 'style'): Inline {
  const text = readFileSync(path.join(import.meta.dirname, name), 'utf8');
  return {
    element: raw(`<${tag}>${text}</${tag}>`),
    hash: `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  };
}

const style = readInline('style.css', 'style');

export interface Page {
  locale: Locale;
  title: string;
  body: Html;
  /** The window closes itself, where it may */
  close?: boolean;
  script: Inline;
  /** What the script works with; it never holds a secret */
  data?: { id: string; value: unknown };
}

/**
 * A page of the popup. Its script and style are the same for everybody and listed by hash; what differs is escaped text
 * or a JSON block. It keeps the tie to its opener (COOP), and no frame shows it.
 */
export async function sendPage(c: Context, status: ContentfulStatusCode, page: Page): Promise<Response> {
  const text = await html`<!doctype html>
    <html lang="${page.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        ${style.element}
      </head>
      <body data-close="${String(page.close ?? false)}">
        <main>${page.body}</main>
        ${page.data ? jsonBlock(page.data) : ''} ${page.script.element}
      </body>
    </html>`;
  return c.body(String(text), status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy(page.script),
    'Cross-Origin-Opener-Policy': 'unsafe-none',
    'Cache-Control': 'no-store',
    'X-Frame-Options': 'DENY',
  });
}

function policy(script: Inline): string {
  return [
    "default-src 'none'",
    `script-src ${script.hash}`,
    `style-src ${style.hash}`,
    "img-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** `<` is escaped so that no value can end the element. */
function jsonBlock({ id, value }: { id: string; value: unknown }): Html {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  return html`<script type="application/json" id="${id}">
    ${raw(json)}
  </script>`;
}
