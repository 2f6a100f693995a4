import type { GalleryState } from '../gallery-state.ts';
import { accountStates } from './accounts.ts';
import { appStates } from './app.ts';
import { connectStates } from './connect.ts';
import { formStates } from './function.ts';
import { functionStates } from './functions.ts';
import { lookStates } from './look.ts';
import { marketplaceStates } from './marketplace.ts';

/** Every screen in every state. */
export const states: GalleryState[] = [
  ...marketplaceStates,
  ...appStates,
  ...accountStates,
  ...connectStates,
  ...functionStates,
  ...formStates,
  ...lookStates,
];
