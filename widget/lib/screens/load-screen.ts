import { load } from './load-code.ts';

/** A screen is a chunk of its own: a page that never shows it never fetches it. Throws `server_unreachable`. */
export const loadConnectSheet = () => load(() => import('./ConnectSheet.svelte')).then(component);
/** All screens of a surface together: the user goes from one to another. Throws `server_unreachable`. */
export const loadSurface = () => load(() => import('./Surface.svelte')).then(component);

function component<Screen>(module: { default: Screen }): Screen {
  return module.default;
}
