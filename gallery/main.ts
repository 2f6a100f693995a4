import '#widget/lib/schema-setup.ts';
import '#widget/lib/ui/tokens.css';
import '@fontsource-variable/inter/index.css';
import './gallery.css';
import { mount } from 'svelte';
import Index from './Index.svelte';
import { layouts, locales, modes, themes } from './gallery-state.ts';
import type { Setting } from './gallery-state.ts';
import { show } from './show.ts';
import { states } from './states/index.ts';

declare global {
  interface Window {
    /** For tests, which go through all states without loading the page anew */
    gallery: { states: string[]; show: typeof show };
  }
}

window.gallery = { states: states.map(({ name }) => name), show };

const query = new URLSearchParams(location.search);
const state = query.get('state');
if (state === null) mount(Index, { target: document.body });
else {
  const setting: Setting = {
    theme: oneOf(themes, 'theme'),
    layout: oneOf(layouts, 'layout'),
    mode: oneOf(modes, 'mode'),
    locale: oneOf(locales, 'locale'),
  };
  document.title = `${state} · Gallery`;
  await show(state, setting);
  document.documentElement.dataset.shown = state;
}

/** A choice of the address; the first one where it makes none. */
function oneOf<Choice extends string>(choices: readonly [Choice, ...Choice[]], name: string): Choice {
  return choices.find((choice) => choice === query.get(name)) ?? choices[0];
}
