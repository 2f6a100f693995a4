import type { Json } from '#connectors/kit/json.ts';
import type { ParameterPlan } from './request-plan.ts';
import { encodePath, encodeReservedQuery, percentEncode } from './percent-encode.ts';

type Style = Pick<ParameterPlan, 'name' | 'style' | 'explode' | 'allowReserved'>;
type Encode = (text: string) => string;

/** Between the items of a list that is not exploded; otherwise a comma */
const SEPARATORS: Readonly<Partial<Record<Style['style'], string>>> = {
  spaceDelimited: ' ',
  pipeDelimited: '|',
  tabDelimited: '\t',
};

/** A value as text where no further structure can be written. */
export function scalarText(value: Json): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** A path value in the styles simple, label and matrix (OpenAPI 3.1, Style Values; RFC 6570). */
export function pathText(style: Style, value: Json): string {
  const encode = style.allowReserved ? encodePath : percentEncode;
  if (style.style === 'json') return encode(JSON.stringify(value));
  if (style.style === 'text') return encode(scalarText(value));
  if (style.style === 'label') return `.${joined(value, style.explode, encode, style.explode ? '.' : ',')}`;
  if (style.style !== 'matrix') return joined(value, style.explode, encode, encodedSeparator(style));
  const name = percentEncode(style.name);
  if (style.explode && isStructure(value)) {
    return entriesOf(value, name)
      .map(([key, item]) => `;${key}=${encode(scalarText(item))}`)
      .join('');
  }
  return `;${name}=${joined(value, false, encode, ',')}`;
}

/** A header value in the style simple; not percent-encoded. */
export function headerText(style: Style, value: Json): string {
  if (style.style === 'json') return JSON.stringify(value);
  if (style.style === 'text') return scalarText(value);
  return joined(value, style.explode, (text) => text, separatorOf(style));
}

/** A query, cookie or form value as encoded `name=value` pairs. */
export function queryPairs(style: Style, value: Json): string[] {
  const encode = style.allowReserved ? encodeReservedQuery : percentEncode;
  const name = percentEncode(style.name);
  if (style.style === 'json') return [`${name}=${encode(JSON.stringify(value))}`];
  if (style.style === 'deepObject') return deepPairs(style.name, value, encode);
  if (style.style === 'text' || !isStructure(value)) return [`${name}=${encode(scalarText(value))}`];
  if (style.explode) return entriesOf(value, name).map(([key, item]) => `${key}=${encode(scalarText(item))}`);
  return [`${name}=${joined(value, false, encode, encodedSeparator(style))}`];
}

function encodedSeparator(style: Style): string {
  const separator = separatorOf(style);
  return separator === ',' ? separator : percentEncode(separator);
}

function separatorOf({ style }: Style): string {
  return SEPARATORS[style] ?? ',';
}

function joined(value: Json, explode: boolean, encode: Encode, separator: string): string {
  if (!isStructure(value)) return encode(scalarText(value));
  if (Array.isArray(value)) return value.map((item) => encode(scalarText(item))).join(separator);
  const between = explode ? '=' : separator;
  return present(value)
    .map(([key, item]) => encode(key) + between + encode(scalarText(item)))
    .join(separator);
}

/** An exploded structure as pairs: an array repeats the name, an object brings its own names. */
function entriesOf(value: Json[] | { [key: string]: Json | undefined }, name: string): [string, Json][] {
  if (Array.isArray(value)) return value.map((item) => [name, item]);
  return present(value).map(([key, item]) => [percentEncode(key), item]);
}

/** `filter[owner][id]=1`, `ids[0]=1` */
function deepPairs(name: string, value: Json, encode: Encode): string[] {
  if (!isStructure(value)) return [`${percentEncode(name)}=${encode(scalarText(value))}`];
  return present(value).flatMap(([key, item]) => deepPairs(`${name}[${key}]`, item, encode));
}

function isStructure(value: Json): value is Json[] | { [key: string]: Json | undefined } {
  return typeof value === 'object' && value !== null;
}

function present(value: Json[] | { [key: string]: Json | undefined }): [string, Json][] {
  return Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null);
}
