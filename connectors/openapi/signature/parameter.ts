import type { Json } from '#connectors/kit/json.ts';
import type { DocumentNode } from '../document/document-node.ts';
import { isObject } from '../document/json-values.ts';
import type { Operation } from '../document/operations.ts';

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';
export type ParameterStyle =
  | ('simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject')
  /** Swagger 2.0's `tsv`, in our own words */
  | 'tabDelimited'
  /** What `content` says instead of a style: the value as JSON, or as plain text */
  | ('json' | 'text');

/** One parameter of an operation, as OpenAPI's Parameter Object says it is to be sent. */
export interface Parameter {
  name: string;
  in: ParameterPlace;
  required: boolean;
  style: ParameterStyle;
  explode: boolean;
  allowReserved: boolean;
  description: string | undefined;
  node: DocumentNode;
  /** Absent: any value */
  schema: DocumentNode | undefined;
}

/** Never parameters: OpenAPI says where these three come from instead. */
const RESERVED_HEADERS = new Set(['accept', 'content-type', 'authorization']);
/** Swagger 2.0 has separators in paths and headers too. */
const SEPARATED = ['spaceDelimited', 'pipeDelimited', 'tabDelimited'];
const STYLES: Readonly<Record<ParameterPlace, readonly string[]>> = {
  path: ['simple', 'label', 'matrix', ...SEPARATED],
  query: ['form', ...SEPARATED, 'deepObject'],
  header: ['simple', ...SEPARATED],
  cookie: ['form'],
};

/** The operation's own parameters and those of its path, the own ones winning. */
export function listParameters(operation: Operation): Parameter[] {
  const parameters = new Map<string, Parameter>();
  for (const owner of [operation.pathItem, operation.node]) {
    for (const node of owner.get('parameters')?.items() ?? []) {
      const parameter = readParameter(node);
      if (parameter) parameters.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  return withUndeclaredPathParameters(operation, [...parameters.values()]);
}

function readParameter(node: DocumentNode): Parameter | undefined {
  const name = node.string('name');
  const place = node.string('in');
  if (!name) throw node.error('a parameter needs a "name"');
  if (place === undefined || !Object.hasOwn(STYLES, place)) {
    throw node.error(`parameter "${name}": "in" must be path, query, header or cookie, and is "${place}"`);
  }
  const where = place as ParameterPlace;
  if (where === 'header' && RESERVED_HEADERS.has(name.toLowerCase())) return undefined;
  const content = node.get('content')?.entries()[0];
  const style = content ? contentStyle(content[0]) : readStyle(node, where);
  return {
    name,
    in: where,
    required: where === 'path' || node.boolean('required') === true,
    style,
    explode: node.boolean('explode') ?? style === 'form',
    allowReserved: node.boolean('allowReserved') === true,
    description: node.string('description'),
    node,
    schema: content ? content[1].get('schema') : node.get('schema'),
  };
}

function contentStyle(mediaType: string): ParameterStyle {
  return /[/+]json\b/i.test(mediaType) ? 'json' : 'text';
}

function readStyle(node: DocumentNode, place: ParameterPlace): ParameterStyle {
  const allowed = STYLES[place];
  const style = node.string('style') ?? allowed[0]!;
  if (!allowed.includes(style)) throw node.error(`style "${style}" is not one for ${place}: use ${allowed.join(', ')}`);
  return style as ParameterStyle;
}

/** Documents forget to declare what their path names; the path cannot be made without it. */
function withUndeclaredPathParameters(operation: Operation, parameters: Parameter[]): Parameter[] {
  const declared = new Set(parameters.filter((one) => one.in === 'path').map((one) => one.name));
  const named = [...operation.path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]!);
  const missing = named
    .filter((name) => !declared.has(name))
    .map((name): Parameter => ({
      name,
      in: 'path',
      required: true,
      style: 'simple',
      explode: false,
      allowReserved: false,
      description: undefined,
      node: operation.node,
      schema: undefined,
    }));
  const unused = (one: Parameter) => one.in === 'path' && !named.includes(one.name);
  return [...missing, ...parameters.filter((one) => !unused(one))];
}

/** The value that a required parameter or property always has, such as a version header: it is sent unasked. */
export function onlyValue(node: DocumentNode | undefined, required: boolean): Json | undefined {
  const schema = node?.value;
  if (!required || !isObject(schema)) return undefined;
  if (schema.const !== undefined) return schema.const;
  return Array.isArray(schema.enum) && schema.enum.length === 1 ? schema.enum[0] : undefined;
}
