import { mount, tick, unmount } from 'svelte';
import Stage from './Stage.svelte';
import { settled } from './gallery-state.ts';
import type { Setting } from './gallery-state.ts';
import { states } from './states/index.ts';
import { applyTheme } from './theme.ts';

let shown: ReturnType<typeof mount> | undefined;
const realTimeout = window.setTimeout;
const realInterval = window.setInterval;

/** Shows a state in place of the one before. Settles once fonts, icons and all that the state waits for are there. */
export async function show(name: string, setting: Setting): Promise<void> {
  const state = states.find((each) => each.name === name);
  if (!state) throw new Error(`No state is called "${name}".`);
  if (shown) await unmount(shown);
  applyTheme(setting.theme);
  letPass(state.elapsed ?? 0);
  const scene = await state.make(setting);
  shown = mount(Stage, { target: document.body, props: { scene } });
  await tick();
  state.act?.(document.body);
  await settled();
  await tick();
  await document.fonts.ready;
  await Promise.all(visibleImages().map((image) => image.decode()));
  await Promise.allSettled(appearing().map(({ finished }) => finished));
}

/** Timers of up to this long fire at once. */
function letPass(elapsed: number): void {
  const hurried =
    (timer: typeof realTimeout | typeof realInterval) =>
    (handler: () => void, delay = 0) =>
      timer(handler, delay <= elapsed ? 0 : delay);
  Object.assign(window, { setTimeout: hurried(realTimeout), setInterval: hurried(realInterval) });
}

/** Animations that come to an end. */
function appearing(): Animation[] {
  return document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
}

/** Those out of sight are not fetched. */
function visibleImages(): HTMLImageElement[] {
  return [...document.images].filter((image) => {
    const { top, bottom } = image.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
}
