/** How an instance, or one surface of it, looks and speaks: docs/theming.md. */
export interface Look {
  appearance?: Appearance;
  /** A language tag such as `pt-BR`. Defaults to the language of your page, then to the browser's. */
  locale?: string;
  /** Words of your own for texts of the widget, by their keys; plain text. */
  texts?: Record<string, string>;
}

export interface Appearance {
  /** Defaults to `system`: what the user has set in the system. */
  theme?: 'light' | 'dark' | 'system';
  variables?: AppearanceVariables;
  /** What differs in the dark theme. */
  dark?: { variables?: AppearanceVariables };
}

/** Colours are opaque: `#rgb`, `#rrggbb`, `rgb()`, `hsl()`, `oklch()` or a name of CSS. Lengths are in `px` or `rem`. */
export interface AppearanceVariables {
  /** The one that a brand needs; hover, focus and the text on it are derived. */
  colorPrimary?: string;
  colorBackground?: string;
  colorText?: string;
  colorTextMuted?: string;
  colorBorder?: string;
  colorDanger?: string;
  colorSuccess?: string;
  /** Of buttons, fields and cards: 0 to 24px; what holds them is rounder. */
  borderRadius?: string;
  /** Fonts that the user's device has, such as `Inter, system-ui, sans-serif`. */
  fontFamily?: string;
  /** Of text: 12px to 20px; everything grows with it. */
  fontSize?: string;
  /** The unit of paddings and gaps: 3px to 6px. */
  spacing?: string;
}
