import * as z from 'zod/mini';
import { CodedError } from '../coded-error.ts';
import { parseColour } from './colour.ts';
import { nearest } from './nearest.ts';

/** A token of the host's: parsed into a value of ours, or refused with what is allowed. Never a piece of CSS. */
function token<Value>(parse: (text: string) => Value | undefined, allowed: string) {
  return z.pipe(
    z.string(allowed).check(z.maxLength(300, allowed)),
    z.transform((text, { issues }): Value => {
      const value = parse(text);
      if (value === undefined) issues.push({ code: 'custom', message: allowed, input: text });
      return value ?? z.NEVER;
    }),
  );
}

const colour = token(
  parseColour,
  'must be an opaque colour: #rgb, #rrggbb, rgb(), hsl(), oklch() or a name of CSS, such as "#2456d6"',
);

const PIXELS_PER_REM = 16;

/** In CSS pixels. */
function length(least: number, most: number, example: string) {
  return token((text) => {
    const [, digits, unit] = /^(\d{1,3}(?:\.\d{1,4})?)(px|rem)?$/.exec(text.trim()) ?? [];
    if (digits === undefined || (unit === undefined && Number(digits) !== 0)) return undefined;
    const pixels = Number(digits) * (unit === 'rem' ? PIXELS_PER_REM : 1);
    return pixels >= least && pixels <= most ? pixels : undefined;
  }, `must be a length from ${least}px to ${most}px, in px or rem, such as "${example}"`);
}

const GENERIC_FAMILY =
  /^(serif|sans-serif|monospace|cursive|fantasy|system-ui|ui-serif|ui-sans-serif|ui-monospace|ui-rounded|-apple-system)$/;
const FAMILY = /^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,60}$/u;

/** A list of families as CSS wants it, each quoted by us. */
function parseFamilies(text: string): string | undefined {
  const names = text.split(',').map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'));
  if (names.length > 10 || !names.every((name) => GENERIC_FAMILY.test(name) || FAMILY.test(name))) return undefined;
  return names.map((name) => (GENERIC_FAMILY.test(name) ? name : `"${name}"`)).join(', ');
}

const fontFamily = token(
  parseFamilies,
  'must be up to ten names of fonts with commas between them, such as "Inter, system-ui, sans-serif"',
);

const Variables = z.strictObject({
  colorPrimary: z.optional(colour),
  colorBackground: z.optional(colour),
  colorText: z.optional(colour),
  colorTextMuted: z.optional(colour),
  colorBorder: z.optional(colour),
  colorDanger: z.optional(colour),
  colorSuccess: z.optional(colour),
  borderRadius: z.optional(length(0, 24, '8px')),
  fontFamily: z.optional(fontFamily),
  fontSize: z.optional(length(12, 20, '15px')),
  spacing: z.optional(length(3, 6, '4px')),
});
export type Variables = z.infer<typeof Variables>;

const Theme = z.enum(['light', 'dark', 'system'], 'must be "light", "dark" or "system"');
export type Theme = z.infer<typeof Theme>;

/** `appearance` as the host gives it. */
const Appearance = z.strictObject({
  theme: z.optional(Theme),
  variables: z.optional(Variables),
  dark: z.optional(z.strictObject({ variables: z.optional(Variables) })),
});
export type Appearance = z.infer<typeof Appearance>;

/** Throws `invalid_argument` with a sentence that names the token and what is allowed. */
export function parseAppearance(given: unknown): Appearance {
  const parsed = z.safeParse(Appearance, given);
  if (parsed.success) return parsed.data;
  throw new CodedError('invalid_argument', describe(parsed.error.issues[0]!));
}

function describe(issue: z.core.$ZodIssue): string {
  const path = ['appearance', ...issue.path].join('.');
  if (issue.code !== 'unrecognized_keys') return `${path} ${hasMessage(issue) ? issue.message : 'must be an object'}`;
  const [key = ''] = issue.keys;
  const known = path.endsWith('variables') ? Object.keys(Variables.shape) : Object.keys(Appearance.shape);
  const meant = nearest(key, known);
  return `${path}.${key.slice(0, 60)} is not known${meant ? `: did you mean ${meant}?` : `; known are ${known.join(', ')}`}`;
}

function hasMessage({ message }: z.core.$ZodIssue): boolean {
  return message !== '' && message !== 'Invalid input';
}
