import { t } from '../language/language.svelte.ts';
import type { Screen } from '../state/surface.svelte.ts';

/** The accessible name of what a screen shows. */
export function surfaceTitle(screen: Screen): string {
  if (screen.name === 'apps') return t('marketplace.title');
  if (screen.name === 'functions') return t('functions.title');
  if (screen.name === 'function') return screen.title;
  const app = screen.page.title;
  return screen.name === 'app' ? app : t('accounts.title', { app });
}
