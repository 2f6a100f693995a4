import type { Json, JsonObject } from '../kit/json.ts';

/** A value that a parameter's schema takes; good for the plain schemas that shipped apps have, not for any schema. */
export function sampleOf(schema: Json | undefined): Json {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return 'x';
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0] ?? null;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || schema.properties !== undefined) return sampleObject(schema);
  if (type === 'array') return [sampleOf(schema.items)];
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return Number(schema.minimum ?? 1);
  return sampleText(schema);
}

function sampleObject(schema: JsonObject): JsonObject {
  const entries = Object.entries((schema.properties ?? {}) as JsonObject);
  return Object.fromEntries(entries.map(([name, property]) => [name, sampleOf(property)]));
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T10:20:00Z',
  date: '2026-01-01',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  uuid: '7d444840-9dc0-11d1-b245-5ffdce74fad2',
};

function sampleText(schema: JsonObject): string {
  const format = FORMATS[String(schema.format)];
  if (format) return format;
  return 'sample'.repeat(Math.ceil(Number(schema.minLength ?? 1) / 6)).slice(0, Number(schema.maxLength ?? 100));
}
