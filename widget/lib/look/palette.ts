import type { Variables } from './appearance.ts';
import { contrast, isDark, mix, readableOn, shade, standOut } from './colour.ts';
import type { Colour } from './colour.ts';

/** The colours of one theme, by their custom properties in tokens.css. */
export const colourNames = [
  'surface',
  'surface-raised',
  'text',
  'text-muted',
  'border',
  'border-strong',
  'accent',
  'accent-hover',
  'on-accent',
  'accent-text',
  'accent-border',
  'danger',
  'danger-surface',
  'success',
  'success-surface',
] as const;
export type Palette = Record<(typeof colourNames)[number], Colour>;

/** WCAG 2.2: text, and what shows where a control is. */
const TEXT = 4.5;
const CONTROL = 3;
/** Below it, a filled button cannot be told from what it stands on. */
const VISIBLE = 1.3;

/** All colours of a theme from those that the host gives; each that is read stands out against what it stands on. */
export function derivePalette(given: Variables, defaults: Palette): Palette {
  const surface = given.colorBackground ?? defaults.surface;
  const hasGround = given.colorBackground !== undefined || given.colorText !== undefined;
  const text = standOut(given.colorText ?? textOn(surface, defaults), [surface], TEXT);
  const raised = hasGround ? raise(surface, text) : defaults['surface-raised'];
  const grounds = [surface, raised];
  const border = given.colorBorder ?? (hasGround ? mix(surface, text, 0.16) : defaults.border);
  const strong = given.colorBorder ?? (hasGround ? mix(surface, text, 0.45) : defaults['border-strong']);
  const borderStrong = standOut(strong, [surface], CONTROL);
  const muted = given.colorTextMuted ?? (hasGround ? mix(text, surface, 0.3) : defaults['text-muted']);
  return {
    surface,
    'surface-raised': raised,
    text,
    'text-muted': standOut(muted, grounds, TEXT),
    border,
    'border-strong': borderStrong,
    ...accentOf(given.colorPrimary ?? defaults.accent, grounds, borderStrong),
    ...signal('danger', given.colorDanger ?? defaults.danger, surface),
    ...signal('success', given.colorSuccess ?? defaults.success, surface),
  };
}

/**
 * What of the light theme's tokens is fit for the dark one: a brand's colour and what is no colour always, a background
 * or border if it is dark, a text if it can be read there.
 */
export function fitForDark(light: Variables, dark: Variables, defaults: Palette): Variables {
  const { colorBackground, colorBorder, colorText, colorTextMuted, ...rest } = light;
  const darkOnly = (colour: Colour | undefined) => (colour && isDark(colour) ? colour : undefined);
  const ground = dark.colorBackground ?? darkOnly(colorBackground) ?? defaults.surface;
  const readable = (colour: Colour | undefined) => (colour && contrast(colour, ground) >= TEXT ? colour : undefined);
  return {
    ...rest,
    colorBackground: darkOnly(colorBackground),
    colorBorder: darkOnly(colorBorder),
    colorText: readable(colorText),
    colorTextMuted: readable(colorTextMuted),
    ...dark,
  };
}

/** A step towards the text, or away from it where the text could not be read any more. */
function raise(surface: Colour, text: Colour): Colour {
  const raised = mix(surface, text, 0.05);
  return contrast(text, raised) >= TEXT ? raised : mix(surface, isDark(text) ? '#ffffff' : '#000000', 0.05);
}

function textOn(surface: Colour, { text }: Palette): Colour {
  return contrast(text, surface) >= 7 ? text : readableOn(surface);
}

function accentOf(accent: Colour, grounds: readonly Colour[], border: Colour) {
  const text = readableOn(accent);
  // A little darker, or lighter where that is not seen or not read.
  const hover = [shade(accent, -0.05), shade(accent, 0.06), shade(accent, 0.12)].find(
    (each) => contrast(each, accent) > 1.08 && contrast(each, text) >= TEXT,
  );
  return {
    accent,
    'accent-hover': hover ?? accent,
    'on-accent': text,
    'accent-text': standOut(accent, grounds, TEXT),
    'accent-border': contrast(accent, grounds[0]!) < VISIBLE ? border : accent,
  };
}

/** A colour that says how something is, and a tint of it to stand on, where that can be read. */
function signal<Name extends 'danger' | 'success'>(name: Name, colour: Colour, surface: Colour) {
  const tinted = mix(surface, colour, isDark(surface) ? 0.16 : 0.08);
  const onTint = standOut(colour, [surface, tinted], TEXT);
  const isReadable = contrast(onTint, tinted) >= TEXT;
  const readable = isReadable ? onTint : standOut(colour, [surface], TEXT);
  const tint = isReadable ? tinted : surface;
  return { [name]: readable, [`${name}-surface`]: tint } as Record<Name | `${Name}-surface`, Colour>;
}
