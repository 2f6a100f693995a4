import type { Screen } from '../state/surface.svelte.ts';
import { appPageTexts } from '../texts/app-page.ts';
import { functionTexts } from '../texts/functions.ts';
import { marketplaceTexts } from '../texts/marketplace.ts';

/** The accessible name of what a screen shows. */
export function surfaceTitle(screen: Screen): string {
  if (screen.name === 'apps') return marketplaceTexts.title;
  if (screen.name === 'functions') return functionTexts.title;
  if (screen.name === 'function') return screen.form.title;
  const app = screen.page.app.value?.title ?? screen.page.name;
  return screen.name === 'app' ? app : appPageTexts.accountsOf(app);
}
