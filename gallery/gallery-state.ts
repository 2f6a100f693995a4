import type { Greeting } from '#bridge-protocol/bridge.ts';
import { locales } from '#bridge-protocol/locale.ts';
import type { Locale } from '#bridge-protocol/locale.ts';
import type { ConnectJourney } from '#widget/lib/state/connect-journey.svelte.ts';
import type { Surface } from '#widget/lib/state/surface.svelte.ts';

export { locales };

export const themes = ['light', 'dark'] as const;
export const layouts = ['wide', 'narrow'] as const;
export const modes = ['modal', 'inline'] as const;

/** In which of the ways that a host page can choose a state is shown. */
export interface Setting {
  theme: (typeof themes)[number];
  layout: (typeof layouts)[number];
  mode: (typeof modes)[number];
  locale: Locale;
}

/** What one of the widget's frames shows. */
export type Scene = { surface: Surface } | { journey: ConnectJourney };

/** A screen in a state that can be told from all others. */
export interface GalleryState {
  /** The screen, then the state: `marketplace/empty`. Its address, and the name of its baselines */
  name: string;
  make: (setting: Setting) => Scene | Promise<Scene>;
  /** The host's colours, radii and the like */
  variables?: Readonly<Record<string, string>>;
  /** What the host page says of itself; its language then comes before the setting's */
  page?: Greeting['page'];
  /** Milliseconds that have passed: timers of up to this long have fired */
  elapsed?: number;
  /** What the user does once it is there */
  act?: (body: HTMLElement) => void;
}

/** A request that has no answer yet. */
export const unanswered = (): Promise<never> => new Promise(() => undefined);

/** Lets everything that is ready happen. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** The user presses the button with this text, or this accessible name. */
export function press(body: HTMLElement, name: string): void {
  const button = [...body.querySelectorAll('button')].find(
    (each) => (each.getAttribute('aria-label') ?? each.textContent).trim() === name,
  );
  if (!button) throw new Error(`No button is called "${name}".`);
  button.click();
}
