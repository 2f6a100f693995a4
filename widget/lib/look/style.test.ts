import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contrast } from './colour.ts';
import type { Colour } from './colour.ts';
import { colourNames } from './palette.ts';
import type { Palette } from './palette.ts';
import { styleOf } from './style.ts';

const css = readFileSync(join(import.meta.dirname, '../ui/tokens.css'), 'utf8');

/** As the browser has them. */
function defaultsOf(theme: 'light' | 'dark'): Palette {
  const valueOf = (name: string) => new RegExp(`--${name}:[^;]*--${theme}, (#[0-9a-f]{6})`).exec(css)?.[1] as Colour;
  return Object.fromEntries(colourNames.map((name) => [name, valueOf(name)])) as Palette;
}

function paletteOf(appearance: unknown, theme: 'light' | 'dark'): Palette {
  const { properties } = styleOf(appearance, defaultsOf);
  const valueOf = (name: string) => new RegExp(`--${theme}, (#[0-9a-f]{6})`).exec(properties[`--${name}`]!)![1];
  return Object.fromEntries(colourNames.map((name) => [name, valueOf(name)])) as Palette;
}

function expectReadable(colours: Palette): void {
  const { surface } = colours;
  const raised = colours['surface-raised'];
  for (const ground of [surface, raised]) {
    expect(contrast(colours.text, ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours['text-muted'], ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours['accent-text'], ground)).toBeGreaterThanOrEqual(4.5);
  }
  expect(contrast(colours['on-accent'], colours.accent)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(colours['on-accent'], colours['accent-hover'])).toBeGreaterThanOrEqual(4.5);
  expect(contrast(colours['border-strong'], surface)).toBeGreaterThanOrEqual(3);
  expect(contrast(colours['accent-border'], surface)).toBeGreaterThanOrEqual(1.3);
  for (const name of ['danger', 'success'] as const) {
    expect(contrast(colours[name], surface)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours[name], colours[`${name}-surface`])).toBeGreaterThanOrEqual(4.5);
  }
}

const brands = [
  'yellow',
  '#000',
  '#fff',
  '#808080',
  '#0f0',
  '#ff5a5f',
  '#2456d6',
  'rebeccapurple',
  'oklch(0.7 0.3 330)',
];

describe('the defaults', () => {
  test.each(['light', 'dark'] as const)('are readable in the %s theme', (theme) => expectReadable(defaultsOf(theme)));

  test('are not touched by an appearance without colours', () => {
    expect(styleOf({ theme: 'dark', variables: { borderRadius: '0' } }, defaultsOf)).toEqual({
      theme: 'dark',
      properties: { '--radius-small': '0px' },
    });
  });
});

describe.each(brands)('one brand colour, %s', (colorPrimary) => {
  test.each(['light', 'dark'] as const)('gives a readable %s theme', (theme) => {
    const palette = paletteOf({ variables: { colorPrimary } }, theme);
    expectReadable(palette);
    expect(palette.surface).toBe(defaultsOf(theme).surface);
  });
});

describe('colours of surfaces', () => {
  test.each(['#fffbe6', '#101010', '#1b2a4a', '#777777', 'red'])('on %s everything can be read', (colorBackground) => {
    for (const theme of ['light', 'dark'] as const) {
      expectReadable(paletteOf({ variables: { colorBackground, colorPrimary: '#888' } }, theme));
    }
  });

  test('a text that cannot be read is made so in its own hue', () => {
    const { text, 'text-muted': muted } = paletteOf(
      { variables: { colorText: '#ddd', colorTextMuted: '#eee' } },
      'light',
    );
    expect([text, muted]).toEqual([expect.stringMatching(/^#(..)\1\1$/), expect.stringMatching(/^#(..)\1\1$/)]);
    expect(contrast(text, '#ffffff')).toBeGreaterThanOrEqual(4.5);
  });

  test('those of the light theme stay out of the dark one, unless they fit it', () => {
    const variables = { colorBackground: '#fff8e0', colorText: '#222', colorBorder: '#eee' };
    expect(paletteOf({ variables }, 'light').surface).toBe('#fff8e0');
    expect(paletteOf({ variables }, 'dark').surface).toBe(defaultsOf('dark').surface);
    expect(paletteOf({ variables: { colorBackground: '#101820' } }, 'dark').surface).toBe('#101820');
    expect(paletteOf({ variables, dark: { variables: { colorBackground: '#202' } } }, 'dark').surface).toBe('#220022');
  });
});

test('what is no colour applies to both themes, the dark theme’s own last', () => {
  const variables = {
    borderRadius: '0.25rem',
    fontSize: '18px',
    spacing: '5px',
    fontFamily: "'Brand Sans', system-ui",
  };
  expect(styleOf({ variables, dark: { variables: { borderRadius: '2px' } } }, defaultsOf).properties).toEqual({
    '--radius-small': '2px',
    '--font-scale': '1.2000',
    '--space': '0.3125rem',
    '--font': '"Brand Sans", system-ui',
  });
});

test.each([
  '#2456d6',
  '#ABC',
  'rgb(1, 2, 3)',
  'rgb(10% 20% 30%)',
  'hsl(210deg 50% 40%)',
  'oklch(0.6 0.2 250)',
  'Tomato',
])('%s is a colour', (colorPrimary) =>
  expect(paletteOf({ variables: { colorPrimary } }, 'light').accent).toMatch(/^#[0-9a-f]{6}$/),
);

/** Whoever can set a token may be an administrator of the customer's, and no more than that. */
const attempts = [
  'red; background: url(//evil.example/x)',
  'url(javascript:alert(1))',
  'var(--accent)',
  'red}*{display:none',
  'rgb(0 0 0 / 50%)',
  '#0000',
  'transparent',
  'currentcolor',
  'inherit',
  'expression(alert(1))',
  'rgb(calc(1) 2 3)',
  'image-set("x")',
  '#fff/**/',
  '\\72 ed',
  '',
  ' ',
  '</style><script>alert(1)</script>',
  `rgb(${'1'.repeat(200)})`,
];

test.each(attempts)('the colour %s is refused, and told what is allowed', (colorPrimary) => {
  expect(() => styleOf({ variables: { colorPrimary } }, defaultsOf)).toThrow(
    /^appearance\.variables\.colorPrimary must be an opaque colour: /,
  );
});

test.each([
  ['fontFamily', 'Arial; color: red'],
  ['fontFamily', 'url(//evil.example/font)'],
  ['fontFamily', 'Arial, "x" } *'],
  ['fontFamily', '"a\\"b"'],
  ['fontFamily', ''],
  ['fontFamily', Array(11).fill('Arial').join(',')],
  ['borderRadius', '100px'],
  ['borderRadius', '8'],
  ['borderRadius', '1em'],
  ['borderRadius', 'calc(1px)'],
  ['borderRadius', '-1px'],
  ['fontSize', '99px'],
  ['spacing', '0'],
  ['spacing', 4],
])('%s takes no %s', (name, value) => {
  expect(() => styleOf({ dark: { variables: { [name]: value } } }, defaultsOf)).toThrow(
    new RegExp(`^appearance\\.dark\\.variables\\.${name} must be `),
  );
});

test.each([
  [
    { variables: { colourPrimary: 'red' } },
    'appearance.variables.colourPrimary is not known: did you mean colorPrimary?',
  ],
  [{ variables: { zzz: 'red' } }, /^appearance\.variables\.zzz is not known; known are colorPrimary, /],
  [{ themes: 'dark' }, 'appearance.themes is not known: did you mean theme?'],
  [{ theme: 'night' }, 'appearance.theme must be "light", "dark" or "system"'],
  [{ variables: [] }, 'appearance.variables must be an object'],
  ['dark', 'appearance must be an object'],
  [null, 'appearance must be an object'],
])('%j is refused', (appearance, message) => {
  expect(() => styleOf(appearance, defaultsOf)).toThrow(message);
});
