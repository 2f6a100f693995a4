import type { Context, MiddlewareHandler } from 'hono';
import { resolver, uniqueSymbol } from 'hono-openapi';
import * as core from 'zod/v4/core';
import { DomainError } from '../errors.ts';
import type { AppEnv } from './app-env.ts';
import { issueText, summary } from './issue-text.ts';
import { parseJson } from './parse-json.ts';
import { readBody } from './read-body.ts';

type Target = 'json' | 'form' | 'query' | 'param' | 'header';

const wholes: Record<Target, string> = {
  json: 'The body',
  form: 'The form',
  query: 'The query',
  param: 'The path',
  header: 'The request',
};

/** Middleware after which `c.req.valid(target)` is what the schema made of the request. */
type Validated<T extends Target, Schema extends core.$ZodType> = MiddlewareHandler<
  AppEnv,
  string,
  { in: { [K in T]: core.input<Schema> }; out: { [K in T]: core.output<Schema> } }
>;

/** A JSON body; an absent one counts as `{}`. Throws `unsupported_media_type` or `invalid_argument`. */
export function jsonBody<Schema extends core.$ZodType>(schema: Schema): Validated<'json', Schema> {
  return validated('json', schema, async (c) => {
    const text = await readBody(c.req);
    if (text === '') return {};
    requireType(c, 'application/json');
    return parseJson(text);
  });
}

/** A form-encoded body: it needs no preflight. A field that comes twice is refused. */
export function formBody<Schema extends core.$ZodType>(schema: Schema): Validated<'form', Schema> {
  return validated('form', schema, async (c) => {
    requireType(c, 'application/x-www-form-urlencoded');
    const fields: Record<string, string> = {};
    for (const [name, value] of new URLSearchParams(await readBody(c.req))) {
      if (Object.hasOwn(fields, name)) throw new DomainError('invalid_argument', 'A field of the form came twice.');
      Object.defineProperty(fields, name, { value, enumerable: true });
    }
    return fields;
  });
}

/** The query; what comes twice is an array and has to be meant to be one. */
export function query<Schema extends core.$ZodType>(schema: Schema): Validated<'query', Schema> {
  return validated('query', schema, (c) =>
    Object.fromEntries(Object.entries(c.req.queries()).map(([name, all]) => [name, all.length === 1 ? all[0] : all])),
  );
}

/** The headers that the schema names, in lower case. */
export function headers<Schema extends core.$ZodType>(schema: Schema): Validated<'header', Schema> {
  return validated('header', schema, (c) => c.req.header());
}

/** The path's parameters. */
export function params<Schema extends core.$ZodType>(schema: Schema): Validated<'param', Schema> {
  return validated('param', schema, (c) => c.req.param());
}

function validated<T extends Target, Schema extends core.$ZodType>(
  target: T,
  schema: Schema,
  read: (c: Context<AppEnv>) => unknown,
): Validated<T, Schema> {
  const middleware: Validated<T, Schema> = async (c, next) => {
    const parsed = core.safeParse(schema, await read(c), { error: issueText });
    if (!parsed.success) {
      throw new DomainError('invalid_argument', summary(parsed.error, wholes[target]), { cause: parsed.error });
    }
    c.req.addValidatedData(target, parsed.data as object);
    await next();
  };
  const media = target === 'form' ? { options: { media: 'application/x-www-form-urlencoded' } } : {};
  return Object.assign(middleware, { [uniqueSymbol]: { target, ...resolver(schema), ...media } });
}

/** Media types compare without case, parameters such as `charset` aside (RFC 9110 section 8.3.1). */
function requireType(c: Context<AppEnv>, expected: string): void {
  const type = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== expected) throw new DomainError('unsupported_media_type', `The body has to be ${expected}.`);
}
