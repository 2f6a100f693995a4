import { parseAppearance } from './appearance.ts';
import type { Theme, Variables } from './appearance.ts';
import { colourNames, derivePalette, fitForDark } from './palette.ts';
import type { Palette } from './palette.ts';

/** What the host wants, ready to be set: a theme, and custom properties by their names. */
export interface Style {
  theme: Theme;
  properties: Readonly<Record<string, string>>;
}

/** Text of the size that the components are drawn for, in CSS pixels. */
const FONT_SIZE = 15;

/**
 * The appearance as the host gives it. `readDefaults` gives the colours of tokens.css in a theme. Throws
 * `invalid_argument`.
 */
export function styleOf(appearance: unknown, readDefaults: (theme: 'light' | 'dark') => Palette): Style {
  const { theme = 'system', variables: light = {}, dark = {} } = parseAppearance(appearance);
  const own = dark.variables ?? {};
  return { theme, properties: { ...coloursOf(light, own, readDefaults), ...measuresOf({ ...light, ...own }) } };
}

/** Both themes' colours in one property each, told apart as in tokens.css. */
function coloursOf(
  light: Variables,
  own: Variables,
  readDefaults: (theme: 'light' | 'dark') => Palette,
): Record<string, string> {
  if (!Object.keys({ ...light, ...own }).some((name) => name.startsWith('color'))) return {};
  const [byLight, byDark] = [readDefaults('light'), readDefaults('dark')];
  const inLight = derivePalette(light, byLight);
  const inDark = derivePalette(fitForDark(light, own, byDark), byDark);
  return Object.fromEntries(
    colourNames.map((name) => [`--${name}`, `var(--light, ${inLight[name]}) var(--dark, ${inDark[name]})`]),
  );
}

function measuresOf({ borderRadius, fontFamily, fontSize, spacing }: Variables): Record<string, string> {
  const properties: Record<string, string> = {};
  if (borderRadius !== undefined) properties['--radius-small'] = `${borderRadius}px`;
  if (fontFamily !== undefined) properties['--font'] = fontFamily;
  // Of the size that the user has set in the browser, which is the one for whoever needs it larger.
  if (fontSize !== undefined) properties['--font-scale'] = `${(fontSize / FONT_SIZE).toFixed(4)}`;
  if (spacing !== undefined) properties['--space'] = `${spacing / 16}rem`;
  return properties;
}
