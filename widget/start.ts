// First of all: the bridge listens while the rest still starts.
import './lib/schema-setup.ts';
import './lib/core.ts';
import { mount } from 'svelte';
import './lib/ui/tokens.css';
import Page from './routes/+page.svelte';

/** What the shell calls, in place of Kit's own start: there is one page, so there is nothing to route. */
export function start(target: HTMLElement): void {
  mount(Page, { target });
}
