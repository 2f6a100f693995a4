import { load } from './load-component.ts';

/** The forms of functions, which few surfaces show. Throws `server_unreachable`. */
export const loadFunctionScreen = () => load(() => import('./FunctionScreen.svelte'));
