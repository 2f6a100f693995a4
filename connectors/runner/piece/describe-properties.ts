import type { Property } from './piece.ts';

/** The properties of an action, of a way to connect, or of what a DYNAMIC property turned into, in their order. */
export function describeProperties(properties: Record<string, Property> | undefined): Record<string, unknown>[] {
  return Object.entries(properties ?? {}).map(([name, property]) => describeProperty(name, property));
}

function describeProperty(name: string, property: Property): Record<string, unknown> {
  const { type, displayName, description, placeholder, required, defaultValue, refreshers, properties } = property;
  return {
    name,
    type,
    title: displayName ?? '',
    description: description ?? '',
    placeholder: placeholder ?? '',
    required: required === true,
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(refreshers ? { refreshers: [...refreshers] } : {}),
    ...(isList(property.options) ? { options: property.options.options } : {}),
    ...(properties ? { properties: describeProperties(properties) } : {}),
  };
}

function isList(options: unknown): options is { options: unknown[] } {
  return typeof options === 'object' && options !== null && Array.isArray((options as { options?: unknown }).options);
}
