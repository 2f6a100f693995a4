import { parseColour } from './colour.ts';
import { colourNames } from './palette.ts';
import type { Palette } from './palette.ts';
import { styleOf } from './style.ts';
import type { Style } from './style.ts';

export { parseTexts } from './texts.ts';

/** The host's appearance for this page. Throws `invalid_argument`. */
export function readStyle(appearance: unknown): Style {
  return styleOf(appearance, readDefaults);
}

/** The colours of tokens.css in a theme, as the browser has them. */
function readDefaults(theme: 'light' | 'dark'): Palette {
  const { documentElement: root } = document;
  const before = { style: root.style.cssText, theme: root.dataset.theme };
  root.style.cssText = '';
  root.dataset.theme = theme;
  const computed = getComputedStyle(root);
  const entries = colourNames.map((name) => [name, parseColour(computed.getPropertyValue(`--${name}`))]);
  root.style.cssText = before.style;
  if (before.theme === undefined) delete root.dataset.theme;
  else root.dataset.theme = before.theme;
  return Object.fromEntries(entries) as Palette;
}
