import type { Property } from './piece.ts';

/**
 * The values of a call as the piece expects them: its defaults where a value is absent, and files as it knows them.
 * The engine that pieces are written for does this between a form and a run; here nobody else does.
 */
export function completeInput(
  properties: Record<string, Property>,
  input: Record<string, unknown>,
): Record<string, unknown> {
  const entries = Object.entries(properties).map(([name, property]): [string, unknown] => {
    const value = Object.hasOwn(input, name) ? input[name] : property.defaultValue;
    return [name, complete(property, value)];
  });
  return { ...input, ...Object.fromEntries(entries.filter(([, value]) => value !== undefined)) };
}

function complete(property: Property, value: unknown): unknown {
  if (property.type === 'DYNAMIC') return value ?? {};
  if (property.type === 'FILE') return isFile(value) ? fileOf(value) : undefined;
  if (property.type === 'ARRAY' && property.properties && Array.isArray(value)) {
    const { properties } = property;
    return value.map((item: unknown) => (isObject(item) ? completeInput(properties, item) : item));
  }
  return value;
}

interface FileInput {
  base64: string;
  filename?: string;
}

function fileOf({ base64, filename = 'file' }: FileInput): Record<string, unknown> {
  const dot = filename.lastIndexOf('.');
  const extension = dot > 0 ? filename.slice(dot + 1) : undefined;
  return { filename, base64, extension, data: Buffer.from(base64, 'base64') };
}

const isFile = (value: unknown): value is FileInput =>
  isObject(value) && typeof value.base64 === 'string' && ['string', 'undefined'].includes(typeof value.filename);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
