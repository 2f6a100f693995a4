import type { Component } from 'svelte';
import { CodedError } from '../coded-error.ts';

/** A screen is a chunk of its own: a page that never shows it never fetches it. Throws `server_unreachable`. */
export const loadConnectSheet = () => load(() => import('./ConnectSheet.svelte'));
/** All screens of a surface together: the user goes from one to another. Throws `server_unreachable`. */
export const loadSurface = () => load(() => import('./Surface.svelte'));
/** The forms of functions, which few surfaces show. Throws `server_unreachable`. */
export const loadFunctionScreen = () => load(() => import('./FunctionScreen.svelte'));

async function load<Screen extends Component<never>>(fetch: () => Promise<{ default: Screen }>): Promise<Screen> {
  try {
    const module = await fetch();
    return module.default;
  } catch (cause) {
    throw new CodedError('server_unreachable', 'A part of the page did not load. Check the connection and try again.', {
      cause,
    });
  }
}
