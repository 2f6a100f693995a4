import type { Context } from 'hono';
import * as z from 'zod';

const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const properties = z.record(z.string(), value);
const associationType = z.object({ associationCategory: z.string(), associationTypeId: z.int() });
const record = z.object({
  properties,
  associations: z
    .array(z.object({ to: z.object({ id: z.coerce.string() }), types: z.array(associationType).min(1) }))
    .default([]),
});

const operators = [
  ...['EQ', 'NEQ', 'LT', 'LTE', 'GT', 'GTE', 'BETWEEN', 'IN', 'NOT_IN', 'HAS_PROPERTY', 'NOT_HAS_PROPERTY'],
  ...['CONTAINS_TOKEN', 'NOT_CONTAINS_TOKEN'],
] as const;
const filter = z.object({
  propertyName: z.string(),
  operator: z.enum(operators),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
  highValue: z.string().optional(),
});
export type Filter = z.infer<typeof filter>;

const limit = (max: number, preset: number) => z.coerce.number().pipe(z.int().min(1).max(max)).default(preset);
const after = z.coerce.number().pipe(z.int().nonnegative()).default(0);

export const bodies = {
  record,
  changes: z.object({ properties }),
  upsert: z.object({
    inputs: z
      .array(z.object({ id: z.string(), idProperty: z.string(), properties }))
      .min(1)
      .max(100),
  }),
  search: z.object({
    query: z.string().max(3000).optional(),
    filterGroups: z
      .array(z.object({ filters: z.array(filter).max(6) }))
      .max(5)
      .default([]),
    sorts: z.array(z.object({ propertyName: z.string(), direction: z.string().default('ASCENDING') })).default([]),
    properties: z.array(z.string()).optional(),
    limit: limit(200, 10),
    after,
  }),
  types: z.array(associationType).min(1),
  listSearch: z.object({
    query: z.string().default(''),
    processingTypes: z.array(z.string()).optional(),
    objectTypeId: z.string().optional(),
    count: limit(500, 20),
    offset: z.int().nonnegative().default(0),
  }),
  list: z.object({
    name: z.string().min(1),
    objectTypeId: z.string(),
    processingType: z.enum(['MANUAL', 'SNAPSHOT', 'DYNAMIC']),
  }),
  ids: z.array(z.coerce.string()),
} as const;

export const listQuery = z.object({
  limit: limit(100, 10),
  after,
  archived: z.stringbool().default(false),
});
export const memberQuery = z.object({ limit: limit(500, 100), after });

/** What the body is, or the problem in the vendor's words. */
export async function readBody<Body>(
  context: Context,
  schema: z.ZodType<Body>,
): Promise<{ body: Body } | { problem: string }> {
  const json = await context.req.json<z.core.util.JSONType>().catch(() => undefined);
  const parsed = schema.safeParse(json);
  return parsed.success ? { body: parsed.data } : { problem: `Invalid input JSON: ${firstProblem(parsed.error)}` };
}

export function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'body'}: ${issue.message}` : 'invalid';
}
