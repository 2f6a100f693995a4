import * as z from 'zod';
import { JsonObject, type Json } from '#bridge-protocol/json.ts';
import type { TokenReplyQuirks } from '#connectors/kit/connector.ts';
import { isObject, pointerTo, valueAt } from './value-at.ts';

/** A token endpoint's reply, brought into the form of RFC 6749 section 5. */
export interface TokenReply {
  /** For oauth4webapi, which is strict */
  response: Response;
  /** What the reply holds besides its tokens, and those further ones that the scheme wants */
  extra: JsonObject;
}

const isSecret = /^(access_token|refresh_token|id_token)$/;

/**
 * Many vendors depart from the standard: form-encoded replies, no `token_type`, errors with status 200, tokens one level
 * down, numbers as text. What can be told from the reply itself is put right here; the rest says the scheme's data.
 * An ID token is dropped where the scheme does not ask for it: then nothing relies on it, and nobody has to check it.
 */
export async function normaliseTokenReply(response: Response, quirks: TokenReplyQuirks = {}): Promise<TokenReply> {
  const text = await response.text();
  const reply = parse(text, response.headers.get('content-type') ?? '');
  if (!reply) return { response: new Response(text, response), extra: {} };
  const holder = quirks.root === undefined ? reply : valueAt(reply, quirks.root);
  const tokens = isObject(holder) ? holder : {};
  if (!response.ok || failed(reply, tokens, quirks)) {
    return { response: json(errorOf(reply), response.ok ? 400 : response.status), extra: {} };
  }
  return { response: json(tokensOf(tokens, quirks), 200), extra: withoutTokens(reply, quirks.furtherTokens ?? []) };
}

function parse(text: string, contentType: string): JsonObject | undefined {
  if (contentType.includes('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JsonObject.parse(JSON.parse(text));
  } catch {
    const form = new URLSearchParams(text);
    return form.has('access_token') || form.has('error') ? Object.fromEntries(form) : undefined;
  }
}

function failed(reply: JsonObject, tokens: JsonObject, quirks: TokenReplyQuirks): boolean {
  if (quirks.success !== undefined && valueAt(reply, quirks.success) === false) return true;
  return typeof reply.error === 'string' && typeof tokens.access_token !== 'string';
}

function errorOf(reply: JsonObject): JsonObject {
  const { error, error_description } = reply;
  return {
    error: typeof error === 'string' ? error : undefined,
    error_description: typeof error_description === 'string' ? error_description : undefined,
  };
}

const Seconds = z.coerce.number().positive().max(Number.MAX_SAFE_INTEGER);

function tokensOf(tokens: JsonObject, quirks: TokenReplyQuirks): JsonObject {
  const expiresIn = Seconds.safeParse(tokens.expires_in ?? undefined);
  return {
    access_token: tokens.access_token,
    token_type: quirks.tokenType ?? tokens.token_type ?? 'bearer',
    expires_in: expiresIn.success ? expiresIn.data : undefined,
    refresh_token: tokens.refresh_token || undefined,
    id_token: quirks.idToken ? tokens.id_token : undefined,
  };
}

/** `kept` are JSON pointers to tokens that stay; `path` is the one that has led here. */
function withoutTokens(reply: JsonObject, kept: readonly string[], path = ''): JsonObject {
  const entries = Object.entries(reply).map(([name, item]) => ({ name, item, pointer: pointerTo(path, name) }));
  return Object.fromEntries(
    entries
      .filter(({ name, pointer }) => !isSecret.test(name) || kept.includes(pointer))
      .map(({ name, item, pointer }) => [name, cleaned(item, kept, pointer)]),
  );
}

function cleaned(item: Json | undefined, kept: readonly string[], path: string): Json | undefined {
  if (Array.isArray(item)) return item.map((inner) => cleaned(inner, [], path) ?? null);
  return isObject(item) ? withoutTokens(item, kept, path) : item;
}

function json(body: JsonObject, status: number): Response {
  return Response.json(body, { status });
}
