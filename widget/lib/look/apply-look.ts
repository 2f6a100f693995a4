import type { Greeting } from '#bridge-protocol/bridge.ts';
import type { Look } from '#bridge-protocol/look.ts';

/** What the host page wants of every surface, and of the one that this frame shows. */
let ofInstance: Look = {};
let ofSurface: Look = {};
let page: Greeting['page'];

/** The instance's look: what is named replaces what was. Gives the whole. Throws `invalid_argument`. */
export function applyLook(look: Look): Look {
  ofInstance = { ...ofInstance, ...look };
  return ofInstance;
}

/** The look of the surface that is shown, over the instance's; undefined once there is none. Throws `invalid_argument`. */
export function applySurfaceLook(look: Look | undefined): void {
  ofSurface = look ? { ...ofSurface, ...look } : {};
}

/** What the host page says of itself, for what its look leaves open. */
export function applyPage(given: Greeting['page']): void {
  page = given;
}

export const currentLook = () => ({ ...page, ...ofInstance, ...ofSurface });
