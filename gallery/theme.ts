import type { Setting } from './gallery-state.ts';

/** Shows the widget's colours of a theme, whichever the browser prefers. */
export function applyTheme(theme: Setting['theme']): void {
  document.documentElement.dataset.theme = theme;
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSMediaRule)) continue;
      // What it was stays readable in the rule that is looked for the next time.
      if (/prefers-color-scheme|^all$|^not all$/.test(rule.conditionText)) {
        rule.media.mediaText = theme === 'dark' ? 'all' : 'not all';
      }
    }
  }
}
