import { mount, tick, unmount } from 'svelte';
import { applyLook, applyPage, languageReady } from '#widget/lib/look/apply-look.ts';
import Stage from './Stage.svelte';
import { settled } from './gallery-state.ts';
import type { GalleryState, Setting } from './gallery-state.ts';
import { states } from './states/index.ts';

let shown: ReturnType<typeof mount> | undefined;
const realTimeout = window.setTimeout;
const realInterval = window.setInterval;

/** Shows a state in place of the one before. Settles once fonts, icons and all that the state waits for are there. */
export async function show(name: string, setting: Setting): Promise<void> {
  const state = states.find((each) => each.name === name);
  if (!state) throw new Error(`No state is called "${name}".`);
  if (shown) await unmount(shown);
  letPass(state.elapsed ?? 0);
  await look(state, setting);
  const scene = await state.make(setting);
  shown = mount(Stage, { target: document.body, props: { scene } });
  await drawn();
  if (state.act) {
    state.act(document.body);
    await drawn();
  }
}

/** Settles once nothing is on its way any more. */
async function drawn(): Promise<void> {
  await settled();
  await tick();
  await document.fonts.ready;
  // Asked anew in each frame: what comes may push something else out of sight.
  do await nextFrame();
  while (!hasHeading() || appearing().length > 0 || visibleImages().some(({ complete }) => !complete));
  await Promise.allSettled(visibleImages().map((image) => image.decode()));
}

async function look({ variables, page }: GalleryState, { theme, locale }: Setting): Promise<void> {
  applyPage(page);
  await applyLook({ appearance: { theme, variables }, locale: page ? undefined : locale });
  await languageReady();
}

/** Timers of up to this long fire at once. */
function letPass(elapsed: number): void {
  const hurried =
    (timer: typeof realTimeout | typeof realInterval) =>
    (handler: () => void, delay = 0) =>
      timer(handler, delay <= elapsed ? 0 : delay);
  Object.assign(window, { setTimeout: hurried(realTimeout), setInterval: hurried(realInterval) });
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Each screen has one, once its code is there. */
const hasHeading = (): boolean => document.querySelector('h1') !== null;

/** Animations that come to an end: one out of sight stands still. */
function appearing(): Animation[] {
  return document.getAnimations().filter(({ effect }) => {
    const target = effect instanceof KeyframeEffect ? effect.target : null;
    return target && isDrawn(target) && effect?.getComputedTiming().iterations !== Infinity;
  });
}

/** Those out of sight are not fetched. */
function visibleImages(): HTMLImageElement[] {
  return [...document.images].filter((image) => {
    const { top, bottom } = image.getBoundingClientRect();
    return bottom > 0 && top < innerHeight && isDrawn(image);
  });
}

function isDrawn(element: Element): boolean {
  return element.checkVisibility({ contentVisibilityAuto: true });
}
