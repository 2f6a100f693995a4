import type { Context } from 'hono';
import type * as z from 'zod';

/** The JSON body; undefined where there is none. */
export async function jsonOf(context: Context): Promise<z.core.util.JSONType | undefined> {
  if (!context.req.header('content-type')?.startsWith('application/json')) return undefined;
  return context.req.json<z.core.util.JSONType>().catch(() => undefined);
}

/** The vendor's times have whole seconds. */
export function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}
