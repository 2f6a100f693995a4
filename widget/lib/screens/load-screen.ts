import { load } from './load-code.ts';

/** A screen is a chunk of its own: a page that never shows it never fetches it. */
export const connectSteps = lazily(() => import('./ConnectSteps.svelte'));
/** All screens of a surface together: the user goes from one to another. */
export const surfaceScreens = lazily(() => import('./SurfaceScreens.svelte'));

/** Answers the component itself once it is there, so that it is drawn at once; the promise throws `server_unreachable`. */
function lazily<Screen>(fetch: () => Promise<{ default: Screen }>): () => Screen | Promise<Screen> {
  let screen: Screen | undefined;
  return () => screen ?? load(fetch).then((module) => (screen = module.default));
}
