import {
  clampChroma,
  converter,
  formatHex,
  modeHsl,
  modeLrgb,
  modeOklch,
  modeRgb,
  parse,
  useMode,
  wcagContrast,
} from 'culori/fn';

useMode(modeRgb);
useMode(modeLrgb);
useMode(modeHsl);
useMode(modeOklch);
const toOklch = converter('oklch');
const toRgb = converter('rgb');

/** An opaque sRGB colour as `#rrggbb`: the only form in which a colour of the host's reaches a style. */
export type Colour = `#${string}`;

/** What is even looked at: no alpha, for its contrast could not be told, and nothing that refers to something else. */
const GRAMMAR = /^(#[0-9a-f]{3}|#[0-9a-f]{6}|(rgb|hsl|oklch)\([\d\s.,%+-]+(deg)?[\d\s.,%+-]*\)|[a-z]{3,20})$/;

/** Undefined for what is no opaque colour. One beyond sRGB becomes the nearest within it. */
export function parseColour(text: string): Colour | undefined {
  const written = text.trim().toLowerCase();
  const colour = written.length <= 64 && GRAMMAR.test(written) ? parse(written) : undefined;
  if (!colour || (colour.alpha ?? 1) !== 1) return undefined;
  return hex(clampChroma(colour, 'oklch'));
}

/** WCAG 2 contrast, from 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  return wcagContrast(one, other);
}

export function isDark(colour: Colour): boolean {
  return contrast(colour, '#ffffff') > contrast(colour, '#000000');
}

/** So much of the second in the first: 0 to 1. */
export function mix(first: Colour, second: Colour, share: number): Colour {
  const [one, other] = [toRgb(first)!, toRgb(second)!];
  const between = (a: number, b: number): number => a + (b - a) * share;
  return hex({ mode: 'rgb', r: between(one.r, other.r), g: between(one.g, other.g), b: between(one.b, other.b) });
}

/** The colour made lighter or darker, by lightness from -1 to 1, in its own hue. */
export function shade(colour: Colour, by: number): Colour {
  const own = toOklch(colour)!;
  return hex(clampChroma({ ...own, l: Math.min(1, Math.max(0, own.l + by)) }, 'oklch'));
}

const STEP = 0.01;

/** The colour itself if it stands out against all these by the ratio, or else the nearest shade of it that does. */
export function standOut(colour: Colour, backgrounds: readonly Colour[], ratio: number): Colour {
  const does = (each: Colour): boolean => backgrounds.every((background) => contrast(each, background) >= ratio);
  if (does(colour)) return colour;
  for (let by = STEP; by <= 1; by += STEP) {
    const found = [shade(colour, -by), shade(colour, by)].find(does);
    if (found) return found;
  }
  return readableOn(backgrounds[0]!);
}

/** White or nearly black, whichever reads well on it: at least 4.5, white where both do. */
export function readableOn(background: Colour): Colour {
  const best = (['#ffffff', '#14171f', '#000000'] as const).find((each) => contrast(each, background) >= 4.5);
  return best ?? '#000000';
}

function hex(colour: Parameters<typeof formatHex>[0]): Colour {
  return formatHex(colour) as Colour;
}
